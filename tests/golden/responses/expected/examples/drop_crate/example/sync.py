"""dropCrate."""

import os

from depot_client import DepotClient

with DepotClient(base_url=os.environ["DEPOT_BASE_URL"]) as client:
    result = client.drop_crate(id=49)
print(result)
