// listShelves
const baseUrl = process.env.LIBRARY_BASE_URL;
const response = await fetch(baseUrl + "/books", {
  method: "GET",
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}
