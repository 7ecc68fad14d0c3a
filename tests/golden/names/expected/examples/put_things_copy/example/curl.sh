#!/bin/sh
# Create
curl --fail-with-body --silent --show-error \
  --request PUT \
  --url "${NAMES_MORE_BASE_URL:?set NAMES_MORE_BASE_URL}"/things/copy
