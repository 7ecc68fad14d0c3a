"""findMap."""

import os

from atlas_client import AtlasClient
from atlas_client.models import MapsBySheetByRegionByBoxBox

with AtlasClient(base_url=os.environ["ATLAS_BASE_URL"]) as client:
    result = client.find_map(sheet=22, region=["nova"], box=MapsBySheetByRegionByBoxBox(x=13), scale=74925)
print(result)
