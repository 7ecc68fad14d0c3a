#!/bin/sh
# addVehicle
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${FLEET_BASE_URL:?set FLEET_BASE_URL}"/vehicles \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "kind": "coach",
  "doors": 49,
  "plate": "SB575",
  "seats": 80
}'
