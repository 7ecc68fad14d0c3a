// status
const baseUrl = process.env.VAULT_BASE_URL ?? "https://north.vault.example/v1";
const response = await fetch(baseUrl + "/status", {
  method: "GET",
});
const text = await response.text();
if (response.ok) {
  console.log(text);
} else {
  console.error(text);
  process.exitCode = 1;
}
