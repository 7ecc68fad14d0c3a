// openSafe
const baseUrl = process.env.VAULT_BASE_URL ?? "https://north.vault.example/v1";
const response = await fetch(baseUrl + "/safes", {
  method: "POST",
  headers: {
    Authorization: "Basic " + btoa(process.env.VAULT_BASIC_USER + ":" + process.env.VAULT_BASIC_PASSWORD),
    "X-Vault-Key": process.env.VAULT_KEY,
  },
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}
