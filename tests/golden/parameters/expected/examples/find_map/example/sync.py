"""findMap."""

import os
import sys

from atlas_client import APIError, AtlasClient
from atlas_client.models import MapsBySheetByRegionByBoxBox

try:
    with AtlasClient(base_url=os.environ["ATLAS_BASE_URL"]) as client:
        result = client.find_map(
            sheet=22, region=["nova"], box=MapsBySheetByRegionByBoxBox(x=13), scale=74925
        )
except APIError as error:
    sys.exit(str(error))
print(result)
