#!/bin/sh
# openSafe
http --check-status --ignore-stdin --body \
  --auth "${VAULT_BASIC_USER:?set VAULT_BASIC_USER}:${VAULT_BASIC_PASSWORD:?set VAULT_BASIC_PASSWORD}" \
  POST "${VAULT_BASE_URL:-https://north.vault.example/direct}"/safes \
  'X-Vault-Key: '"${VAULT_KEY:?set VAULT_KEY}"
