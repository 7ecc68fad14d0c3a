#!/bin/sh
# findMap
http --check-status --ignore-stdin --body \
  GET "${ATLAS_BASE_URL:?set ATLAS_BASE_URL}"'/maps/22/.nova/;box=x,13?scale=74925'
