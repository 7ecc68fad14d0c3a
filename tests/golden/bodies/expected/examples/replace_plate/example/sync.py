"""replacePlate."""

import os

from press_client import PressClient

with PressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
    result = client.replace_plate(b"grove", name="fjord")
print(result)
