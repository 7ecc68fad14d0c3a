// addJar
const baseUrl = required("PANTRY_BASE_URL");
const response = await fetch(baseUrl + "/jars", {
  method: "POST",
  headers: {
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    "label": "ember",
    "pin": "maple",
    "amounts": {
      "key1": 62
    },
    "notes": {
      "key1": "grove"
    },
    "free": {},
    "best_before": "2030-01-31",
    "opened": "2024-11-10T14:40:42Z",
    "weight": 0.5,
    "lid": "tin",
    "shelf": 50,
    "tags": [],
    "size": {
      "height": 10
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
