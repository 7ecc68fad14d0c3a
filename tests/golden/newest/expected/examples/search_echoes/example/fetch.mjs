// searchEchoes
const baseUrl = required("RADAR_BASE_URL");
const response = await fetch(baseUrl + "/echoes", {
  method: "QUERY",
  headers: {
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    "range": 73.5
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
