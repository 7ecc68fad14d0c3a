#!/bin/sh
# addMember
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${GUILD_BASE_URL:?set GUILD_BASE_URL}"/members
