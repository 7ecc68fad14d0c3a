"""plant."""

import os
import sys

from orchard_client import APIError, OrchardClient
from orchard_client.models import Branch

try:
    with OrchardClient(base_url=os.environ["ORCHARD_BASE_URL"]) as client:
        result = client.plant(Branch(length=70.34))
except APIError as error:
    sys.exit(str(error))
print(result)
