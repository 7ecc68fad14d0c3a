// Change a firing
const baseUrl = process.env.KILN_BASE_URL ?? "http://127.0.0.1:8080";
const response = await fetch(baseUrl + "/firings/24", {
  method: "PUT",
  headers: {
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    "cone": "06",
    "peak": 999.5
  }),
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}
