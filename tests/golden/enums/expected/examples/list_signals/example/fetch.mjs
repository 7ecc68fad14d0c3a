// listSignals
const baseUrl = process.env.SIGNALS_BASE_URL;
const response = await fetch(baseUrl + "/signals", {
  method: "GET",
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}
