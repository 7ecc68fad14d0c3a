#!/bin/sh
# watchPlate
curl --fail-with-body --silent --show-error \
  --request GET \
  --url "${PRESS_BASE_URL:?set PRESS_BASE_URL}"/plates/jade
