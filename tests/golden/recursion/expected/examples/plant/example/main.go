// plant
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
	baseURL := os.Getenv("ORCHARD_BASE_URL")
	target := "/trees"
	body := strings.NewReader("{\u000a  \"length\": 70.34,\u000a  \"branches\": [\u000a    {\u000a      \"length\": 69.84\u000a    }\u000a  ],\u000a  \"leaf\": {\u000a    \"branch\": {\u000a      \"length\": 98.49\u000a    },\u000a    \"next\": {\u000a      \"branch\": {\u000a        \"length\": 75.8\u000a      },\u000a      \"next\": {\u000a        \"branch\": {\u000a          \"length\": 76.54\u000a        },\u000a        \"next\": {\u000a          \"branch\": {\u000a            \"length\": 80.87\u000a          },\u000a          \"next\": {\u000a            \"branch\": {\u000a              \"length\": 29.62\u000a            },\u000a            \"next\": {\u000a              \"branch\": {\u000a                \"length\": 76.13\u000a              },\u000a              \"next\": {\u000a                \"branch\": {\u000a                  \"length\": 87.34\u000a                },\u000a                \"next\": {\u000a                  \"branch\": {\u000a                    \"length\": 21.91\u000a                  },\u000a                  \"next\": {\u000a                    \"branch\": {\u000a                      \"length\": 41.61\u000a                    },\u000a                    \"next\": {\u000a                      \"branch\": {\u000a                        \"length\": 91.01\u000a                      },\u000a                      \"next\": {\u000a                        \"branch\": {\u000a                          \"length\": 85.82\u000a                        },\u000a                        \"next\": {\u000a                          \"branch\": {\u000a                            \"length\": 68.99\u000a                          },\u000a                          \"next\": null\u000a                        }\u000a                      }\u000a                    }\u000a                  }\u000a                }\u000a              }\u000a            }\u000a          }\u000a        }\u000a      }\u000a    }\u000a  },\u000a  \"by_name\": {\u000a    \"key1\": {\u000a      \"length\": 28.03\u000a    }\u000a  }\u000a}")
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
