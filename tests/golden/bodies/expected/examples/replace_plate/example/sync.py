"""replacePlate."""

import os
import sys

from press_client import APIError, PressClient

try:
    with PressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
        result = client.replace_plate(b"grove", name="fjord")
except APIError as error:
    sys.exit(str(error))
print(result)
