"""Change a firing."""

import os
import sys

from kiln_client import APIError, KilnClient
from kiln_client.models import Firing

try:
    with KilnClient(base_url=os.environ.get("KILN_BASE_URL")) as client:
        result = client.update_firing(Firing(cone="06", peak=999.5), id=24)
except APIError as error:
    sys.exit(str(error))
print(result.model_dump_json(indent=2, exclude_unset=True))
