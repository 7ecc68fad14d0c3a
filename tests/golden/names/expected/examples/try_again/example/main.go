package main

// 2nd-try

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
	baseURL := required("NAMES_MORE_BASE_URL")
	target := "/things/olive"
	body := strings.NewReader(`{
  "state": {
    "open": false
  },
  "thing": {
    "id": 1,
    "ID": "a",
    "class": "b",
    "3d": true,
    "": "c",
    "model_config": "d",
    "copy": "e",
    "list": [
      "f"
    ],
    "date": "2024-03-17",
    "str": "g",
    "content-type": "h",
    "@odata.id": "i",
    "_private": "j"
  }
}`)
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

func required(name string) string {
	value := os.Getenv(name)
	if value == "" {
		fmt.Fprintln(os.Stderr, "set "+name)
		os.Exit(1)
	}
	return value
}
