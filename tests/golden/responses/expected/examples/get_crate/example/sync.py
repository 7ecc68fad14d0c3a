"""getCrate."""

import os

from depot_client import DepotClient

with DepotClient(base_url=os.environ["DEPOT_BASE_URL"]) as client:
    result = client.get_crate(id=33)
print(result.model_dump_json(indent=2, exclude_unset=True))
