#!/bin/sh
# addBook
http --check-status --ignore-stdin --body \
  POST "${LIBRARY_BASE_URL:?set LIBRARY_BASE_URL}"/books \
  title=Emma
