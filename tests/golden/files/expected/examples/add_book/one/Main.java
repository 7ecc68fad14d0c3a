import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

// addBook
public class Main {
    public static void main(String[] arguments) throws Exception {
        String baseUrl = System.getenv("LIBRARY_BASE_URL");
        String target = "/books";
        String body = "{\012  \"title\": \"Emma\"\012}";
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
