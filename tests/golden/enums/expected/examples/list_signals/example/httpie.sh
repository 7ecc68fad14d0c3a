#!/bin/sh
# listSignals
http --check-status --ignore-stdin --body \
  GET "${SIGNALS_BASE_URL:?set SIGNALS_BASE_URL}"/signals
