// Create an active/standby backend server group
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	baseURL := os.Getenv("ELB_BASE_URL")
	if baseURL == "" {
		baseURL = "https://elb.cn-north-4.myhuaweicloud.com"
	}
	target := "/v3/99a3fff0d03c428eac3678da6a7d0f24/elb/master-slave-pools"
	body := strings.NewReader("{\u000a  \"pool\": {\u000a    \"name\": \"My pool\",\u000a    \"lb_algorithm\": \"LEAST_CONNECTIONS\",\u000a    \"listener_id\": \"0b11747a-b139-492f-9692-2df0b1c87193\",\u000a    \"protocol\": \"TCP\",\u000a    \"type\": \"ip\",\u000a    \"members\": [\u000a      {\u000a        \"protocol_port\": 89,\u000a        \"name\": \"My member\",\u000a        \"address\": \"120.10.10.16\",\u000a        \"role\": \"master\"\u000a      },\u000a      {\u000a        \"protocol_port\": 89,\u000a        \"address\": \"110.4.10.16\",\u000a        \"role\": \"slave\"\u000a      }\u000a    ],\u000a    \"healthmonitor\": {\u000a      \"name\": \"My Healthmonitor\",\u000a      \"max_retries\": 3,\u000a      \"type\": \"HTTP\",\u000a      \"timeout\": 30,\u000a      \"delay\": 1\u000a    }\u000a  }\u000a}")
	request, err := http.NewRequest("POST", baseURL+target, body)
	if err != nil {
		return err
	}
	request.Header.Set("X-Auth-Token", os.Getenv("ELB_TOKEN"))
	request.Header.Set("Content-Type", "application/json;charset=utf-8")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("%s: %s", response.Status, answer)
	}
	fmt.Println(string(answer))
	return nil
}
