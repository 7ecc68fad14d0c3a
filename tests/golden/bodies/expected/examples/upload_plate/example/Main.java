import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

// uploadPlate
public class Main {
    public static void main(String[] arguments) throws Exception {
        String baseUrl = required("PRESS_BASE_URL");
        String target = "/plates";
        String body = "--example-boundary\015\012Content-Disposition: form-data; name=\"image\"; filename=\"image\"\015\012Content-Type: image/png\015\012\015\012a picture\015\012--example-boundary\015\012Content-Disposition: form-data; name=\"others\"; filename=\"others\"\015\012Content-Type: application/octet-stream\015\012\015\012a text\015\012--example-boundary\015\012Content-Disposition: form-data; name=\"others\"; filename=\"others\"\015\012Content-Type: application/octet-stream\015\012\015\012another\015\012--example-boundary\015\012Content-Disposition: form-data; name=\"page\"\015\012Content-Type: application/json\015\012\015\012{\"text\":\"Hello\",\"columns\":[2]}\015\012--example-boundary\015\012Content-Disposition: form-data; name=\"copies\"\015\012\015\0123\015\012--example-boundary--\015\012";
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + target))
                .header("Content-Type", "multipart/form-data; boundary=example-boundary")
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

    private static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            System.err.println("set " + name);
            System.exit(1);
        }
        return value;
    }
}
