#!/bin/sh
# uploadPlate
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${PRESS_BASE_URL:-/}"/plates \
  --header 'Content-Type: multipart/form-data; boundary=example-boundary' \
  --data-raw '--example-boundary
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
