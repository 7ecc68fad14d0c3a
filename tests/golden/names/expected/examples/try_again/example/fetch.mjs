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
