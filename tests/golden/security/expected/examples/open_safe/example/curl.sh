#!/bin/sh
# openSafe
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${VAULT_BASE_URL:-https://north.vault.example/v1}"/safes \
  --user "$VAULT_BASIC_USER:$VAULT_BASIC_PASSWORD" \
  --header 'X-Vault-Key: '"$VAULT_KEY"
