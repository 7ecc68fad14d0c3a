// openSafe
const baseUrl = process.env.VAULT_BASE_URL ?? "https://north.vault.example/direct";
const response = await fetch(baseUrl + "/safes", {
  method: "POST",
  headers: {
    Authorization: "Basic " + Buffer.from(required("VAULT_BASIC_USER") + ":" + required("VAULT_BASIC_PASSWORD")).toString("base64"),
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
