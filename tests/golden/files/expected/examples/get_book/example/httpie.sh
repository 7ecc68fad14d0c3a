#!/bin/sh
# getBook
http --check-status --ignore-stdin --body \
  GET "${LIBRARY_BASE_URL:?set LIBRARY_BASE_URL}"/books/lotuspegfd
