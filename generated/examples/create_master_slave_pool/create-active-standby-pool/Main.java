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
        String body = "{\012  \"pool\": {\012    \"name\": \"My pool\",\012    \"lb_algorithm\": \"LEAST_CONNECTIONS\",\012    \"listener_id\": \"0b11747a-b139-492f-9692-2df0b1c87193\",\012    \"protocol\": \"TCP\",\012    \"type\": \"ip\",\012    \"members\": [\012      {\012        \"protocol_port\": 89,\012        \"name\": \"My member\",\012        \"address\": \"120.10.10.16\",\012        \"role\": \"master\"\012      },\012      {\012        \"protocol_port\": 89,\012        \"address\": \"110.4.10.16\",\012        \"role\": \"slave\"\012      }\012    ],\012    \"healthmonitor\": {\012      \"name\": \"My Healthmonitor\",\012      \"max_retries\": 3,\012      \"type\": \"HTTP\",\012      \"timeout\": 30,\012      \"delay\": 1\012    }\012  }\012}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + target))
                .header("X-Auth-Token", System.getenv("ELB_TOKEN"))
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
}
