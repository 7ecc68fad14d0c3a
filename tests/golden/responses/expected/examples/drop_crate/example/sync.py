"""dropCrate."""

import os
import sys

from depot_client import APIError, DepotClient

try:
    with DepotClient(base_url=os.environ["DEPOT_BASE_URL"]) as client:
        result = client.drop_crate(id=49)
except APIError as error:
    sys.exit(str(error))
print(result)
