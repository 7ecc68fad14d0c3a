#!/bin/sh
# sweep
http --check-status --ignore-stdin --body \
  SWEEP "${RADAR_BASE_URL:?set RADAR_BASE_URL}"/echoes
