#!/bin/sh
# create
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${NAMES_MORE_BASE_URL:?set NAMES_MORE_BASE_URL}"/things
