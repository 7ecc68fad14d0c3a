"""listShelves."""

import os

from library_client import LibraryClient

with LibraryClient(base_url=os.environ["LIBRARY_BASE_URL"]) as client:
    result = client.list_shelves()
print(result)
