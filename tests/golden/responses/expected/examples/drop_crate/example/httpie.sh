#!/bin/sh
# dropCrate
http --check-status --ignore-stdin --body \
  DELETE "${DEPOT_BASE_URL:?set DEPOT_BASE_URL}"/crates/49
