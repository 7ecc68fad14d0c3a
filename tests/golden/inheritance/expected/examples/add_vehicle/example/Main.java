import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

// addVehicle
public class Main {
    public static void main(String[] arguments) throws Exception {
        String baseUrl = System.getenv("FLEET_BASE_URL");
        String target = "/vehicles";
        String body = "{\012  \"kind\": \"coach\",\012  \"doors\": 49,\012  \"plate\": \"SB575\",\012  \"seats\": 80\012}";
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
