#!/bin/sh
# findMap
curl --fail-with-body --silent --show-error \
  --request GET \
  --url "${ATLAS_BASE_URL:?set ATLAS_BASE_URL}"'/maps/22/.nova/;box=x,13?scale=74925'
