"""searchEchoes."""

import os

from radar_client import RadarClient
from radar_client.models import Search

with RadarClient(base_url=os.environ["RADAR_BASE_URL"]) as client:
    result = client.search_echoes(Search(range=73.5))
    for item in result:
        print(item)
