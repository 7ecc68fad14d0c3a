// create_
const baseUrl = process.env.NAMES_MORE_BASE_URL;
const response = await fetch(baseUrl + "/things/copy", {
  method: "POST",
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}
