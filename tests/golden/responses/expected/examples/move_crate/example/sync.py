"""moveCrate."""

import os
import sys

from depot_client import APIError, DepotClient

try:
    with DepotClient(base_url=os.environ["DEPOT_BASE_URL"]) as client:
        result = client.move_crate(id=40)
except APIError as error:
    sys.exit(str(error))
print(result)
