#!/bin/sh
# 2nd-try
curl --fail-with-body --silent --show-error \
  --request PATCH \
  --url "${NAMES_MORE_BASE_URL:?set NAMES_MORE_BASE_URL}"/things/olive \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "state": {
    "open": false
  },
  "thing": {
    "id": 67,
    "ID": "cedar",
    "class": "ember",
    "3d": true,
    "": "birch",
    "model_config": "birch",
    "copy": "cedar",
    "list": [
      "kelp"
    ],
    "date": "2024-03-17",
    "str": "pearl",
    "content-type": "lotus",
    "@odata.id": "fjord",
    "_private": "fjord"
  }
}'
