"""uploadPlate."""

import os
import sys

from press_client import APIError, PressClient
from press_client.models import Page, UploadPlateRequest

try:
    with PressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
        result = client.upload_plate(
            UploadPlateRequest(
                image=b"a picture",
                others=[b"a text", b"another"],
                page=Page(text="Hello", columns=[2]),
                copies=3,
            )
        )
except APIError as error:
    sys.exit(str(error))
print(result)
