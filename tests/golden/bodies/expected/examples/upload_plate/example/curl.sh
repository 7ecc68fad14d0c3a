#!/bin/sh
# uploadPlate
curl --fail-with-body --silent --show-error \
  --request POST \
  --url "${PRESS_BASE_URL:?set PRESS_BASE_URL}"/plates \
  --form 'image="kelp";filename=image;type=image/png' \
  --form 'others="lotus";filename=others;type=application/octet-stream' \
  --form 'page="{\"text\":\"jade\",\"columns\":[91]}";type=application/json' \
  --form-string copies=1
