#!/bin/sh
# sweep
curl --fail-with-body --silent --show-error \
  --request SWEEP \
  --url "${RADAR_BASE_URL:?set RADAR_BASE_URL}"/echoes
