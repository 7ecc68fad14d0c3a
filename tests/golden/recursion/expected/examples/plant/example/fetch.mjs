// plant
const baseUrl = required("ORCHARD_BASE_URL");
const response = await fetch(baseUrl + "/trees", {
  method: "POST",
  headers: {
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
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
  }),
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}

function required(name) {
  if (process.env[name]) return process.env[name];
  console.error(`set ${name}`);
  process.exit(1);
}
