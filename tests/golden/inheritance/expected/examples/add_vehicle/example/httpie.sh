#!/bin/sh
# addVehicle
http --check-status --ignore-stdin --body \
  POST "${FLEET_BASE_URL:?set FLEET_BASE_URL}"/vehicles \
  kind=coach \
  doors:=49 \
  plate=SB575 \
  seats:=80
