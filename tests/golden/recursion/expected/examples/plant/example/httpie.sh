#!/bin/sh
# plant
http --check-status --ignore-stdin --body \
  POST "${ORCHARD_BASE_URL:?set ORCHARD_BASE_URL}"/trees \
  length:=70.34
