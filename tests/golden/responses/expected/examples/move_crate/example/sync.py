"""moveCrate."""

import os

from depot_client import DepotClient

with DepotClient(base_url=os.environ["DEPOT_BASE_URL"]) as client:
    result = client.move_crate(id=40)
print(result)
