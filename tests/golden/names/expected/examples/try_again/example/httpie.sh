#!/bin/sh
# 2nd-try
http --check-status --ignore-stdin --body \
  PATCH "${NAMES_MORE_BASE_URL:?set NAMES_MORE_BASE_URL}"/things/olive \
  --raw='{
  "state": {
    "open": false
  },
  "thing": {
    "id": 1,
    "ID": "a",
    "class": "b",
    "3d": true,
    "": "c",
    "model_config": "d",
    "copy": "e",
    "list": [
      "f"
    ],
    "date": "2024-03-17",
    "str": "g",
    "content-type": "h",
    "@odata.id": "i",
    "_private": "j"
  }
}'
