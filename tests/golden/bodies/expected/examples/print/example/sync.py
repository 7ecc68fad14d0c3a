"""print."""

import os

from press_client import PressClient
from press_client.models import Page

with PressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
    result = client.print(Page(text="lotus"))
print(result)
