#!/bin/sh
# peek
curl --fail-with-body --silent --show-error \
  --head \
  --url "${VAULT_BASE_URL:-https://north.vault.example/v1}"/status \
  --header 'Authorization: Bearer '"${VAULT_LOGIN:?set VAULT_LOGIN}"
