"""ring."""

import os
import sys

from bell_client import APIError, BellClient
from bell_client.models import RingRequest

try:
    with BellClient(base_url=os.environ["BELL_BASE_URL"]) as client:
        result = client.ring(RingRequest(tell="https://example.com/fjord"))
except APIError as error:
    sys.exit(str(error))
print(result)
