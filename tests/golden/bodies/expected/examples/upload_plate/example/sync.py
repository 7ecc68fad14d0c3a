"""uploadPlate."""

import os

from press_client import PressClient
from press_client.models import Page, UploadPlateRequest

with PressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
    result = client.upload_plate(
        UploadPlateRequest(image=b"kelp", others=[b"lotus"], page=Page(text="jade", columns=[91]), copies=1)
    )
print(result)
