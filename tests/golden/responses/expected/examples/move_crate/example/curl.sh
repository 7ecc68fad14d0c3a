#!/bin/sh
# moveCrate
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${DEPOT_BASE_URL:?set DEPOT_BASE_URL}"/crates/40
