"""Create."""

import os

from names_more_client import NamesMoreClient

with NamesMoreClient(base_url=os.environ["NAMES_MORE_BASE_URL"]) as client:
    result = client.put_things_copy()
print(result)
