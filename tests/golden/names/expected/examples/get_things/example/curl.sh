#!/bin/sh
# get /things
curl --fail-with-body --silent --show-error \
  --request GET \
  --url "${NAMES_MORE_BASE_URL:?set NAMES_MORE_BASE_URL}"/things
