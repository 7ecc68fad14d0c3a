"""sweep."""

import os

from radar_client import RadarClient

with RadarClient(base_url=os.environ["RADAR_BASE_URL"]) as client:
    result = client.sweep()
print(result)
