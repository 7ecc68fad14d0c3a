#!/bin/sh
# dropCrate
curl --fail-with-body --silent --show-error \
  --request DELETE \
  --url "${DEPOT_BASE_URL:?set DEPOT_BASE_URL}"/crates/49
