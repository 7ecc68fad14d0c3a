// 2nd-try
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
	baseURL := os.Getenv("NAMES_MORE_BASE_URL")
	target := "/things/olive"
	body := strings.NewReader("{\u000a  \"state\": {\u000a    \"open\": false\u000a  },\u000a  \"thing\": {\u000a    \"id\": 67,\u000a    \"ID\": \"cedar\",\u000a    \"class\": \"ember\",\u000a    \"3d\": true,\u000a    \"\": \"birch\",\u000a    \"model_config\": \"birch\",\u000a    \"copy\": \"cedar\",\u000a    \"list\": [\u000a      \"kelp\"\u000a    ],\u000a    \"date\": \"2024-03-17\",\u000a    \"str\": \"pearl\",\u000a    \"content-type\": \"lotus\",\u000a    \"@odata.id\": \"fjord\",\u000a    \"_private\": \"fjord\"\u000a  }\u000a}")
	request, err := http.NewRequest("PATCH", baseURL+target, body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
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
