#!/bin/sh
# watchPlate
http --check-status --ignore-stdin --body \
  GET "${PRESS_BASE_URL:?set PRESS_BASE_URL}"/plates/jade
