#!/bin/sh
# getCrate
http --check-status --ignore-stdin --body \
  GET "${DEPOT_BASE_URL:?set DEPOT_BASE_URL}"/crates/33
