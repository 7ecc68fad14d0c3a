// 2nd-try
const baseUrl = required("NAMES_MORE_BASE_URL");
const response = await fetch(baseUrl + "/things/olive", {
  method: "PATCH",
  headers: {
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
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
