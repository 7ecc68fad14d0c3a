#!/bin/sh
# getTrack
curl --fail-with-body --silent --show-error \
  --request GET \
  --url "${MIXER_BASE_URL:?set MIXER_BASE_URL}"/tracks/92
