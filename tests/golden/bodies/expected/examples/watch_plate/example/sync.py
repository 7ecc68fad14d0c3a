"""watchPlate."""

import os

from press_client import PressClient

with PressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
    result = client.watch_plate(name="jade")
    for item in result:
        print(item)
