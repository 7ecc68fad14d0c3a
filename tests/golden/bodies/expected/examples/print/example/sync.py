"""print."""

import os
import sys

from press_client import APIError, PressClient
from press_client.models import Page

try:
    with PressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
        result = client.print(Page(text="lotus"))
except APIError as error:
    sys.exit(str(error))
print(result)
