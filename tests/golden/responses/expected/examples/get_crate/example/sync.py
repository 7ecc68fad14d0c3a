"""getCrate."""

import os
import sys

from depot_client import APIError, DepotClient

try:
    with DepotClient(base_url=os.environ["DEPOT_BASE_URL"]) as client:
        result = client.get_crate(id=33)
except APIError as error:
    sys.exit(str(error))
print(result.model_dump_json(indent=2, exclude_unset=True))
