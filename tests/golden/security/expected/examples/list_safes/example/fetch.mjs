// listSafes
const baseUrl = process.env.VAULT_BASE_URL ?? "https://safes.vault.example";
const response = await fetch(baseUrl + "/safes", {
  method: "GET",
  headers: {
    "X-Vault-Key": required("VAULT_KEY"),
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
