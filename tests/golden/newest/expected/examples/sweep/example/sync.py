"""sweep."""

import os
import sys

from radar_client import APIError, RadarClient

try:
    with RadarClient(base_url=os.environ["RADAR_BASE_URL"]) as client:
        result = client.sweep()
except APIError as error:
    sys.exit(str(error))
print(result)
