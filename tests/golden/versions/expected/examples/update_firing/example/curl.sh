#!/bin/sh
# Change a firing
curl --fail-with-body --silent --show-error \
  --request PUT \
  --url "${KILN_BASE_URL:-http://127.0.0.1:8080}"/firings/24 \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "cone": "06",
  "peak": 999.5
}'
