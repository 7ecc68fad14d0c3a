// findMap
const baseUrl = process.env.ATLAS_BASE_URL;
const response = await fetch(baseUrl + "/maps/22/.nova/;box=x,13,y,45?scale=74925", {
  method: "GET",
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}
