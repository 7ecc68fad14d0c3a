// addVehicle
const baseUrl = required("FLEET_BASE_URL");
const response = await fetch(baseUrl + "/vehicles", {
  method: "POST",
  headers: {
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    "kind": "lorry",
    "plate": "TD200",
    "payload": 66.09
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
