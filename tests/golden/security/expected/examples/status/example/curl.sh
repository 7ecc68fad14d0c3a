#!/bin/sh
# status
curl --fail-with-body --silent --show-error \
  --request GET \
  --url "${VAULT_BASE_URL:-https://north.vault.example/v1}"/status
