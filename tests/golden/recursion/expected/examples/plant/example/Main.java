import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

// plant
public class Main {
    public static void main(String[] arguments) throws Exception {
        String baseUrl = required("ORCHARD_BASE_URL");
        String target = "/trees";
        String body = """
                {
                  "length": 70.34,
                  "branches": [
                    {
                      "length": 69.84
                    }
                  ],
                  "leaf": {
                    "branch": {
                      "length": 98.49
                    },
                    "next": {
                      "branch": {
                        "length": 75.8
                      },
                      "next": {
                        "branch": {
                          "length": 76.54
                        },
                        "next": {
                          "branch": {
                            "length": 80.87
                          },
                          "next": {
                            "branch": {
                              "length": 29.62
                            },
                            "next": {
                              "branch": {
                                "length": 76.13
                              },
                              "next": {
                                "branch": {
                                  "length": 87.34
                                },
                                "next": {
                                  "branch": {
                                    "length": 21.91
                                  },
                                  "next": {
                                    "branch": {
                                      "length": 41.61
                                    },
                                    "next": {
                                      "branch": {
                                        "length": 91.01
                                      },
                                      "next": {
                                        "branch": {
                                          "length": 85.82
                                        },
                                        "next": {
                                          "branch": {
                                            "length": 68.99
                                          },
                                          "next": null
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  },
                  "by_name": {
                    "key1": {
                      "length": 28.03
                    }
                  }
                }""";
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

    private static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            System.err.println("set " + name);
            System.exit(1);
        }
        return value;
    }
}
