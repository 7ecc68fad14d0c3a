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
                    "id": 1,
                    "ID": "a",
                    "class": "b",
                    "3d": true,
                    "": "c",
                    "model_config": "d",
                    "copy": "e",
                    "list": [
                      "f"
                    ],
                    "date": "2024-03-17",
                    "str": "g",
                    "content-type": "h",
                    "@odata.id": "i",
                    "_private": "j"
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
