package main

// Create an active/standby backend server group

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
	body := strings.NewReader(`{
  "pool": {
    "name": "My pool",
    "lb_algorithm": "LEAST_CONNECTIONS",
    "listener_id": "0b11747a-b139-492f-9692-2df0b1c87193",
    "protocol": "TCP",
    "type": "ip",
    "members": [
      {
        "protocol_port": 89,
        "name": "My member",
        "address": "120.10.10.16",
        "role": "master"
      },
      {
        "protocol_port": 89,
        "address": "110.4.10.16",
        "role": "slave"
      }
    ],
    "healthmonitor": {
      "name": "My Healthmonitor",
      "max_retries": 3,
      "type": "HTTP",
      "timeout": 30,
      "delay": 1
    }
  }
}`)
	request, err := http.NewRequest("POST", baseURL+target, body)
	if err != nil {
		return err
	}
	request.Header.Set("X-Auth-Token", required("ELB_TOKEN"))
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

func required(name string) string {
	value := os.Getenv(name)
	if value == "" {
		fmt.Fprintln(os.Stderr, "set "+name)
		os.Exit(1)
	}
	return value
}
