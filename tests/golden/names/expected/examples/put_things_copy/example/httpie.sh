#!/bin/sh
# Create
http --check-status --ignore-stdin --body \
  PUT "${NAMES_MORE_BASE_URL:?set NAMES_MORE_BASE_URL}"/things/copy
