#!/bin/sh
# addBook
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${LIBRARY_BASE_URL:?set LIBRARY_BASE_URL}"/books \
  --header 'Content-Type: application/json' \
  --data-raw '{
  "title": "Emma"
}'
