import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

// plant
public class Main {
    public static void main(String[] arguments) throws Exception {
        String baseUrl = System.getenv("ORCHARD_BASE_URL");
        String target = "/trees";
        String body = "{\012  \"length\": 70.34,\012  \"branches\": [\012    {\012      \"length\": 69.84\012    }\012  ],\012  \"leaf\": {\012    \"branch\": {\012      \"length\": 98.49\012    },\012    \"next\": {\012      \"branch\": {\012        \"length\": 75.8\012      },\012      \"next\": {\012        \"branch\": {\012          \"length\": 76.54\012        },\012        \"next\": {\012          \"branch\": {\012            \"length\": 80.87\012          },\012          \"next\": {\012            \"branch\": {\012              \"length\": 29.62\012            },\012            \"next\": {\012              \"branch\": {\012                \"length\": 76.13\012              },\012              \"next\": {\012                \"branch\": {\012                  \"length\": 87.34\012                },\012                \"next\": {\012                  \"branch\": {\012                    \"length\": 21.91\012                  },\012                  \"next\": {\012                    \"branch\": {\012                      \"length\": 41.61\012                    },\012                    \"next\": {\012                      \"branch\": {\012                        \"length\": 91.01\012                      },\012                      \"next\": {\012                        \"branch\": {\012                          \"length\": 85.82\012                        },\012                        \"next\": {\012                          \"branch\": {\012                            \"length\": 68.99\012                          },\012                          \"next\": null\012                        }\012                      }\012                    }\012                  }\012                }\012              }\012            }\012          }\012        }\012      }\012    }\012  },\012  \"by_name\": {\012    \"key1\": {\012      \"length\": 28.03\012    }\012  }\012}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + target))
                .header("Content-Type", "application/json")
                .method("POST", HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            System.err.println(response.body());
            System.exit(1);
        }
        System.out.println(response.body());
    }
}
