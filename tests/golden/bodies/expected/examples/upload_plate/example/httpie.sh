#!/bin/sh
# uploadPlate
http --check-status --ignore-stdin --body \
  POST "${PRESS_BASE_URL:?set PRESS_BASE_URL}"/plates \
  'Content-Type: multipart/form-data; boundary=example-boundary' \
  --raw='--example-boundary
Content-Disposition: form-data; name="image"; filename="image"
Content-Type: image/png

a picture
--example-boundary
Content-Disposition: form-data; name="others"; filename="others"
Content-Type: application/octet-stream

a text
--example-boundary
Content-Disposition: form-data; name="others"; filename="others"
Content-Type: application/octet-stream

another
--example-boundary
Content-Disposition: form-data; name="page"
Content-Type: application/json

{"text":"Hello","columns":[2]}
--example-boundary
Content-Disposition: form-data; name="copies"

3
--example-boundary--
'
