import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

// Create an active/standby backend server group
public class Main {
    public static void main(String[] arguments) throws Exception {
        String baseUrl = System.getenv("ELB_BASE_URL");
        if (baseUrl == null) {
            baseUrl = "https://elb.cn-north-4.myhuaweicloud.com";
        }
        String target = "/v3/99a3fff0d03c428eac3678da6a7d0f24/elb/master-slave-pools";
        String body = """
                {
                  "pool": {
                    "name": "My pool",
                    "lb_algorithm": "LEAST_CONNECTIONS",
                    "listener_id": "0b11747a-b139-492f-9692-2df0b1c87193",
                    "protocol": "TCP",
                    "type": "ip",
                    "members": [
                      {
                        "protocol_port": 89,
                        "name": "My member",
                        "address": "120.10.10.16",
                        "role": "master"
                      },
                      {
                        "protocol_port": 89,
                        "address": "110.4.10.16",
                        "role": "slave"
                      }
                    ],
                    "healthmonitor": {
                      "name": "My Healthmonitor",
                      "max_retries": 3,
                      "type": "HTTP",
                      "timeout": 30,
                      "delay": 1
                    }
                  }
                }""";
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + target))
                .header("X-Auth-Token", required("ELB_TOKEN"))
                .header("Content-Type", "application/json;charset=utf-8")
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
