"""ring."""

import os

from bell_client import BellClient
from bell_client.models import RingRequest

with BellClient(base_url=os.environ["BELL_BASE_URL"]) as client:
    result = client.ring(RingRequest(tell="https://example.com/fjord"))
print(result)
