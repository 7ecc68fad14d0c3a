// uploadPlate
const baseUrl = required("PRESS_BASE_URL");
const response = await fetch(baseUrl + "/plates", {
  method: "POST",
  headers: {
    "Content-Type": "multipart/form-data; boundary=example-boundary",
  },
  body: "--example-boundary\r\nContent-Disposition: form-data; name=\"image\"; filename=\"image\"\r\nContent-Type: image/png\r\n\r\na picture\r\n--example-boundary\r\nContent-Disposition: form-data; name=\"others\"; filename=\"others\"\r\nContent-Type: application/octet-stream\r\n\r\na text\r\n--example-boundary\r\nContent-Disposition: form-data; name=\"others\"; filename=\"others\"\r\nContent-Type: application/octet-stream\r\n\r\nanother\r\n--example-boundary\r\nContent-Disposition: form-data; name=\"page\"\r\nContent-Type: application/json\r\n\r\n{\"text\":\"Hello\",\"columns\":[2]}\r\n--example-boundary\r\nContent-Disposition: form-data; name=\"copies\"\r\n\r\n3\r\n--example-boundary--\r\n",
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
