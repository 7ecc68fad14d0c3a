"""plant."""

import os

from orchard_client import OrchardClient
from orchard_client.models import Branch

with OrchardClient(base_url=os.environ["ORCHARD_BASE_URL"]) as client:
    result = client.plant(Branch(length=70.34))
print(result)
