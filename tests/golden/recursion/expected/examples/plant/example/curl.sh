#!/bin/sh
# plant
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${ORCHARD_BASE_URL:?set ORCHARD_BASE_URL}"/trees \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "length": 70.34
}'
