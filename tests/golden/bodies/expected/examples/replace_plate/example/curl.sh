#!/bin/sh
# replacePlate
curl --fail-with-body --silent --show-error \
  --request PUT \
  --url "${PRESS_BASE_URL:?set PRESS_BASE_URL}"/plates/fjord \
  --header 'Content-Type: application/octet-stream' \
  --data-raw grove
