"""get /things."""

import os

from names_more_client import NamesMoreClient

with NamesMoreClient(base_url=os.environ["NAMES_MORE_BASE_URL"]) as client:
    result = client.get_things()
print(result.model_dump_json(indent=2, exclude_unset=True))
