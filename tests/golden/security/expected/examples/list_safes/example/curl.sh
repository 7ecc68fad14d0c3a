#!/bin/sh
# listSafes
curl --fail-with-body --silent --show-error \
  --request GET \
  --url "${VAULT_BASE_URL:-https://safes.vault.example}"/safes \
  --header 'X-Vault-Key: '"${VAULT_KEY:?set VAULT_KEY}"
