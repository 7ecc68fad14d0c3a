#!/bin/sh
# ping
curl --fail-with-body --silent --show-error \
  --request GET \
  --url "${GUILD_BASE_URL:?set GUILD_BASE_URL}"/ping
