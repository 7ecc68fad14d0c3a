// addJar
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
	baseURL := os.Getenv("PANTRY_BASE_URL")
	target := "/jars"
	body := strings.NewReader("{\u000a  \"label\": \"ember\",\u000a  \"pin\": \"maple\",\u000a  \"amounts\": {\u000a    \"key1\": 62\u000a  },\u000a  \"notes\": {\u000a    \"key1\": \"grove\"\u000a  },\u000a  \"free\": {},\u000a  \"best_before\": \"2030-01-31\",\u000a  \"opened\": \"2024-11-10T14:40:42Z\",\u000a  \"weight\": 0.5,\u000a  \"lid\": \"tin\",\u000a  \"shelf\": 50,\u000a  \"tags\": [],\u000a  \"size\": {\u000a    \"height\": 10\u000a  }\u000a}")
	request, err := http.NewRequest("POST", baseURL+target, body)
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
