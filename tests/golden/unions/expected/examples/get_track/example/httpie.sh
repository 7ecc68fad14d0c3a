#!/bin/sh
# getTrack
http --check-status --ignore-stdin --body \
  GET "${MIXER_BASE_URL:?set MIXER_BASE_URL}"/tracks/92
