#!/bin/sh
# pull_requests_list_open
http --check-status --ignore-stdin --body \
  GET "${GUILD_BASE_URL:?set GUILD_BASE_URL}"/pulls
