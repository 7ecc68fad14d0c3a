// ring
const baseUrl = process.env.BELL_BASE_URL;
const response = await fetch(baseUrl + "/bells", {
  method: "POST",
  headers: {
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
  "tell": "https://example.com/fjord"
}),
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}
