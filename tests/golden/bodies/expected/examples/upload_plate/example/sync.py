"""uploadPlate."""

import os

from press_client import PressClient
from press_client.models import Page, UploadPlateRequest

with PressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
    result = client.upload_plate(
        UploadPlateRequest(
            image=b"a picture", others=[b"a text", b"another"], page=Page(text="Hello", columns=[2]), copies=3
        )
    )
print(result)
