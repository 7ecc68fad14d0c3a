#!/bin/sh
# addVehicle
http --check-status --ignore-stdin --body \
  POST "${FLEET_BASE_URL:?set FLEET_BASE_URL}"/vehicles \
  kind=lorry \
  plate=TD200 \
  payload:=66.09
