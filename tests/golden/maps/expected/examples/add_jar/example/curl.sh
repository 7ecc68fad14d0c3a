#!/bin/sh
# addJar
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${PANTRY_BASE_URL:?set PANTRY_BASE_URL}"/jars \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "label": "ember",
  "pin": "maple",
  "amounts": {
    "key1": 62
  },
  "notes": {
    "key1": "grove"
  },
  "free": {},
  "best_before": "2030-01-31",
  "opened": "2024-11-10T14:40:42Z",
  "weight": 0.5,
  "lid": "tin",
  "shelf": 50,
  "tags": [],
  "size": {
    "height": 10
  }
}'
