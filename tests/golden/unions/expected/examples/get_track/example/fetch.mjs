// getTrack
const baseUrl = process.env.MIXER_BASE_URL;
const response = await fetch(baseUrl + "/tracks/92", {
  method: "GET",
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}
