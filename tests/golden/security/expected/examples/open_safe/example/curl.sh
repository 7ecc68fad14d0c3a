#!/bin/sh
# openSafe
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${VAULT_BASE_URL:-https://north.vault.example/direct}"/safes \
  --user "${VAULT_BASIC_USER:?set VAULT_BASIC_USER}:${VAULT_BASIC_PASSWORD:?set VAULT_BASIC_PASSWORD}" \
  --header 'X-Vault-Key: '"${VAULT_KEY:?set VAULT_KEY}"
