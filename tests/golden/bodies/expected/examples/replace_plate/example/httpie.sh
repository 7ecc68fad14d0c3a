#!/bin/sh
# replacePlate
http --check-status --ignore-stdin --body \
  PUT "${PRESS_BASE_URL:?set PRESS_BASE_URL}"/plates/fjord \
  'Content-Type: application/octet-stream' \
  --raw=grove
