#!/bin/sh
# getCrate
curl --fail-with-body --silent --show-error \
  --request GET \
  --url "${DEPOT_BASE_URL:?set DEPOT_BASE_URL}"/crates/33
