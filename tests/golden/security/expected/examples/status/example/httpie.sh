#!/bin/sh
# status
http --check-status --ignore-stdin --body \
  GET "${VAULT_BASE_URL:-https://north.vault.example/v1}"/status
