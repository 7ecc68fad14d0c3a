"""create_."""

import os
import sys

from names_more_client import APIError, NamesMoreClient

try:
    with NamesMoreClient(base_url=os.environ["NAMES_MORE_BASE_URL"]) as client:
        result = client.post_things_copy()
except APIError as error:
    sys.exit(str(error))
print(result)
