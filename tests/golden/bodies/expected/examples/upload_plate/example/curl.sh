#!/bin/sh
# uploadPlate
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${PRESS_BASE_URL:?set PRESS_BASE_URL}"/plates \
  --form 'image="a picture";filename=image;type=image/png' \
  --form 'others="a text";filename=others;type=application/octet-stream' \
  --form 'others="another";filename=others;type=application/octet-stream' \
  --form 'page="{\"text\":\"Hello\",\"columns\":[2]}";type=application/json' \
  --form-string copies=3
