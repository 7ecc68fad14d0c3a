#!/bin/sh
# listSignals
curl --fail-with-body --silent --show-error \
  --request GET \
  --url "${SIGNALS_BASE_URL:?set SIGNALS_BASE_URL}"/signals
