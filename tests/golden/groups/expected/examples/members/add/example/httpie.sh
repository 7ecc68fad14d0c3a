#!/bin/sh
# addMember
http --check-status --ignore-stdin --body \
  POST "${GUILD_BASE_URL:?set GUILD_BASE_URL}"/members
