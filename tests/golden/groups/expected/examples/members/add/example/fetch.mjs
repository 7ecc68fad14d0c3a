// addMember
const baseUrl = required("GUILD_BASE_URL");
const response = await fetch(baseUrl + "/members", {
  method: "POST",
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
