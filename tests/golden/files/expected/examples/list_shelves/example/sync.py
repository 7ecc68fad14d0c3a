"""listShelves."""

import os
import sys

from library_client import APIError, LibraryClient

try:
    with LibraryClient(base_url=os.environ["LIBRARY_BASE_URL"]) as client:
        result = client.list_shelves()
except APIError as error:
    sys.exit(str(error))
print(result)
