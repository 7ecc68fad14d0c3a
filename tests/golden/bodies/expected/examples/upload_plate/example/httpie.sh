#!/bin/sh
# uploadPlate
http --check-status --ignore-stdin --body \
  POST "${PRESS_BASE_URL:?set PRESS_BASE_URL}"/plates \
  'Content-Type: multipart/form-data; boundary=example-boundary' \
  --raw='--example-boundary
Content-Disposition: form-data; name="image"; filename="image"
Content-Type: image/png

kelp
--example-boundary
Content-Disposition: form-data; name="others"; filename="others"
Content-Type: application/octet-stream

lotus
--example-boundary
Content-Disposition: form-data; name="page"
Content-Type: application/json

{"text":"jade","columns":[91]}
--example-boundary
Content-Disposition: form-data; name="copies"

1
--example-boundary--
'
