#!/bin/sh
# create
http --check-status --ignore-stdin --body \
  POST "${NAMES_MORE_BASE_URL:?set NAMES_MORE_BASE_URL}"/things
