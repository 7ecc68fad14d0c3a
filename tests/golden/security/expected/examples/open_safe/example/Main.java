import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

// openSafe
public class Main {
    public static void main(String[] arguments) throws Exception {
        String baseUrl = System.getenv("VAULT_BASE_URL");
        if (baseUrl == null) {
            baseUrl = "https://north.vault.example/direct";
        }
        String target = "/safes";
        String user = required("VAULT_BASIC_USER") + ":" + required("VAULT_BASIC_PASSWORD");
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + target))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                .header("X-Vault-Key", required("VAULT_KEY"))
                .method("POST", HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            System.err.println(response.body());
            System.exit(1);
        }
        System.out.println(response.body());
    }

    private static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            System.err.println("set " + name);
            System.exit(1);
        }
        return value;
    }
}
