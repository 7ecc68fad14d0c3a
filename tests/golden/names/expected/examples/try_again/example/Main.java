import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

// 2nd-try
public class Main {
    public static void main(String[] arguments) throws Exception {
        String baseUrl = required("NAMES_MORE_BASE_URL");
        String target = "/things/olive";
        String body = """
                {
                  "state": {
                    "open": false
                  },
                  "thing": {
                    "id": 67,
                    "ID": "cedar",
                    "class": "ember",
                    "3d": true,
                    "": "birch",
                    "model_config": "birch",
                    "copy": "cedar",
                    "list": [
                      "kelp"
                    ],
                    "date": "2024-03-17",
                    "str": "pearl",
                    "content-type": "lotus",
                    "@odata.id": "fjord",
                    "_private": "fjord"
                  }
                }""";
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

    private static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            System.err.println("set " + name);
            System.exit(1);
        }
        return value;
    }
}
