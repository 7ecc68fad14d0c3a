#!/bin/sh
# getBook
curl --fail-with-body --silent --show-error \
  --request GET \
  --url "${LIBRARY_BASE_URL:?set LIBRARY_BASE_URL}"/books/lotuspegfd
