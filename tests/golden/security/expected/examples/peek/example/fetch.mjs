// peek
const baseUrl = process.env.VAULT_BASE_URL ?? "https://north.vault.example/v1";
const response = await fetch(baseUrl + "/status", {
  method: "HEAD",
  headers: {
    "Authorization": "Bearer " + required("VAULT_LOGIN"),
  },
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
