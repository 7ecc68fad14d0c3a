import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

// addJar
public class Main {
    public static void main(String[] arguments) throws Exception {
        String baseUrl = System.getenv("PANTRY_BASE_URL");
        String target = "/jars";
        String body = "{\012  \"label\": \"ember\",\012  \"pin\": \"maple\",\012  \"amounts\": {\012    \"key1\": 62\012  },\012  \"notes\": {\012    \"key1\": \"grove\"\012  },\012  \"free\": {},\012  \"best_before\": \"2030-01-31\",\012  \"opened\": \"2024-11-10T14:40:42Z\",\012  \"weight\": 0.5,\012  \"lid\": \"tin\",\012  \"shelf\": 50,\012  \"tags\": [],\012  \"size\": {\012    \"height\": 10\012  }\012}";
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
