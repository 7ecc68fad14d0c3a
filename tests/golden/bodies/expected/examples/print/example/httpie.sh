#!/bin/sh
# print
http --check-status --ignore-stdin --body \
  POST "${PRESS_BASE_URL:?set PRESS_BASE_URL}"/pages \
  text=lotus
