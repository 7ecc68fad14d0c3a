#!/bin/sh
# Change a firing
http --check-status --ignore-stdin --body \
  PUT "${KILN_BASE_URL:-http://127.0.0.1:8080}"/firings/24 \
  cone=06 \
  peak:=999.5
