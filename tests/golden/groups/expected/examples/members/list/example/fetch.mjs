// members/list
const baseUrl = process.env.GUILD_BASE_URL;
const response = await fetch(baseUrl + "/members", {
  method: "GET",
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}
