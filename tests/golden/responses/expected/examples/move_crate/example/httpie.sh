#!/bin/sh
# moveCrate
http --check-status --ignore-stdin --body \
  POST "${DEPOT_BASE_URL:?set DEPOT_BASE_URL}"/crates/40
