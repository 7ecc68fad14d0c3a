#!/bin/sh
# ping
http --check-status --ignore-stdin --body \
  GET "${GUILD_BASE_URL:?set GUILD_BASE_URL}"/ping
