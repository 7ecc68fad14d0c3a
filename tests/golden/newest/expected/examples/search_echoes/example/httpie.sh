#!/bin/sh
# searchEchoes
http --check-status --ignore-stdin --body \
  QUERY "${RADAR_BASE_URL:?set RADAR_BASE_URL}"/echoes \
  range:=73.5
