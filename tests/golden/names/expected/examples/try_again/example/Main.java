import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

// 2nd-try
public class Main {
    public static void main(String[] arguments) throws Exception {
        String baseUrl = System.getenv("NAMES_MORE_BASE_URL");
        String target = "/things/olive";
        String body = "{\012  \"state\": {\012    \"open\": false\012  },\012  \"thing\": {\012    \"id\": 67,\012    \"ID\": \"cedar\",\012    \"class\": \"ember\",\012    \"3d\": true,\012    \"\": \"birch\",\012    \"model_config\": \"birch\",\012    \"copy\": \"cedar\",\012    \"list\": [\012      \"kelp\"\012    ],\012    \"date\": \"2024-03-17\",\012    \"str\": \"pearl\",\012    \"content-type\": \"lotus\",\012    \"@odata.id\": \"fjord\",\012    \"_private\": \"fjord\"\012  }\012}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + target))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
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
