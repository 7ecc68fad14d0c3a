#!/bin/sh
# searchEchoes
curl --fail-with-body --silent --show-error \
  --request QUERY \
  --url "${RADAR_BASE_URL:?set RADAR_BASE_URL}"/echoes \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "range": 73.5
}'
