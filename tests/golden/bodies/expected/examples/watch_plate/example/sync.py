"""watchPlate."""

import os
import sys

from press_client import APIError, PressClient

try:
    with PressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
        result = client.watch_plate(name="jade")
        for item in result:
            print(item)
except APIError as error:
    sys.exit(str(error))
