#!/bin/sh
# addVehicle
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${FLEET_BASE_URL:?set FLEET_BASE_URL}"/vehicles \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "kind": "lorry",
  "plate": "TD200",
  "payload": 66.09
}'
