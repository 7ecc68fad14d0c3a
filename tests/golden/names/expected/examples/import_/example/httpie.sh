#!/bin/sh
# import
http --check-status --ignore-stdin --body \
  DELETE "${NAMES_MORE_BASE_URL:?set NAMES_MORE_BASE_URL}"/things/jade
