#!/bin/sh
# peek
http --check-status --ignore-stdin --headers \
  HEAD "${VAULT_BASE_URL:-https://north.vault.example/v1}"/status \
  'Authorization: Bearer '"${VAULT_LOGIN:?set VAULT_LOGIN}"
