#!/bin/sh
# get /things
http --check-status --ignore-stdin --body \
  GET "${NAMES_MORE_BASE_URL:?set NAMES_MORE_BASE_URL}"/things
