package main

// plant

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
	baseURL := required("ORCHARD_BASE_URL")
	target := "/trees"
	body := strings.NewReader(`{
  "length": 70.34,
  "branches": [
    {
      "length": 69.84
    }
  ],
  "leaf": {
    "branch": {
      "length": 98.49
    },
    "next": {
      "branch": {
        "length": 75.8
      },
      "next": {
        "branch": {
          "length": 76.54
        },
        "next": {
          "branch": {
            "length": 80.87
          },
          "next": {
            "branch": {
              "length": 29.62
            },
            "next": {
              "branch": {
                "length": 76.13
              },
              "next": {
                "branch": {
                  "length": 87.34
                },
                "next": {
                  "branch": {
                    "length": 21.91
                  },
                  "next": {
                    "branch": {
                      "length": 41.61
                    },
                    "next": {
                      "branch": {
                        "length": 91.01
                      },
                      "next": {
                        "branch": {
                          "length": 85.82
                        },
                        "next": {
                          "branch": {
                            "length": 68.99
                          },
                          "next": null
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  },
  "by_name": {
    "key1": {
      "length": 28.03
    }
  }
}`)
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

func required(name string) string {
	value := os.Getenv(name)
	if value == "" {
		fmt.Fprintln(os.Stderr, "set "+name)
		os.Exit(1)
	}
	return value
}
