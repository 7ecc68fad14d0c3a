#!/bin/sh
# addJar
http --check-status --ignore-stdin --body \
  POST "${PANTRY_BASE_URL:?set PANTRY_BASE_URL}"/jars \
  label=ember \
  pin=maple
