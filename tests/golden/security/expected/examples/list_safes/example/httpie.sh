#!/bin/sh
# listSafes
http --check-status --ignore-stdin --body \
  GET "${VAULT_BASE_URL:-https://safes.vault.example}"/safes \
  'X-Vault-Key: '"${VAULT_KEY:?set VAULT_KEY}"
