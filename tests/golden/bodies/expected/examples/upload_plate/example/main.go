package main

// uploadPlate

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
	baseURL := required("PRESS_BASE_URL")
	target := "/plates"
	body := strings.NewReader("--example-boundary\u000d\u000aContent-Disposition: form-data; name=\"image\"; filename=\"image\"\u000d\u000aContent-Type: image/png\u000d\u000a\u000d\u000aa picture\u000d\u000a--example-boundary\u000d\u000aContent-Disposition: form-data; name=\"others\"; filename=\"others\"\u000d\u000aContent-Type: application/octet-stream\u000d\u000a\u000d\u000aa text\u000d\u000a--example-boundary\u000d\u000aContent-Disposition: form-data; name=\"others\"; filename=\"others\"\u000d\u000aContent-Type: application/octet-stream\u000d\u000a\u000d\u000aanother\u000d\u000a--example-boundary\u000d\u000aContent-Disposition: form-data; name=\"page\"\u000d\u000aContent-Type: application/json\u000d\u000a\u000d\u000a{\"text\":\"Hello\",\"columns\":[2]}\u000d\u000a--example-boundary\u000d\u000aContent-Disposition: form-data; name=\"copies\"\u000d\u000a\u000d\u000a3\u000d\u000a--example-boundary--\u000d\u000a")
	request, err := http.NewRequest("POST", baseURL+target, body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "multipart/form-data; boundary=example-boundary")
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
