import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

// Change a firing
public class Main {
    public static void main(String[] arguments) throws Exception {
        String baseUrl = System.getenv("KILN_BASE_URL");
        if (baseUrl == null) {
            baseUrl = "http://127.0.0.1:8080";
        }
        String target = "/firings/24";
        String body = """
                {
                  "cone": "06",
                  "peak": 999.5
                }""";
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + target))
                .header("Content-Type", "application/json")
                .method("PUT", HttpRequest.BodyPublishers.ofString(body))
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
