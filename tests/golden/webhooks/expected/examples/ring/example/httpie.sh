#!/bin/sh
# ring
http --check-status --ignore-stdin --body \
  POST "${BELL_BASE_URL:?set BELL_BASE_URL}"/bells \
  tell=https://example.com/fjord
