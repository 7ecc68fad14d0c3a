#!/bin/sh
# import
curl --fail-with-body --silent --show-error \
  --request DELETE \
  --url "${NAMES_MORE_BASE_URL:?set NAMES_MORE_BASE_URL}"/things/jade
