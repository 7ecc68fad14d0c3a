#!/bin/sh
# ring
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${BELL_BASE_URL:?set BELL_BASE_URL}"/bells \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "tell": "https://example.com/fjord"
}'
