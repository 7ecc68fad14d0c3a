#!/bin/sh
# addJar
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${PANTRY_BASE_URL:?set PANTRY_BASE_URL}"/jars \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "label": "ember",
  "pin": "maple"
}'
