#!/bin/sh
# print
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${PRESS_BASE_URL:?set PRESS_BASE_URL}"/pages \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "text": "lotus"
}'
