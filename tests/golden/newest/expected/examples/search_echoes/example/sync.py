"""searchEchoes."""

import os
import sys

from radar_client import APIError, RadarClient
from radar_client.models import Search

try:
    with RadarClient(base_url=os.environ["RADAR_BASE_URL"]) as client:
        result = client.search_echoes(Search(range=73.5))
        for item in result:
            print(item)
except APIError as error:
    sys.exit(str(error))
print(result.model_dump_json(indent=2, exclude_unset=True))
