#!/bin/sh
# Change a firing
curl --fail-with-body --silent --show-error \
  --request PUT \
  --url "${KILN_BASE_URL:-http://127.0.0.1:8080}"/firings/1 \
  --header 'Content-Type: application/json' \
  --data-binary '{
  "cone": "06",
  "peak": 999.5
}'
