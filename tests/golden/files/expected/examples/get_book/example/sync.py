"""getBook."""

import os

from library_client import LibraryClient

with LibraryClient(base_url=os.environ["LIBRARY_BASE_URL"]) as client:
    result = client.get_book(isbn="lotuspegfd")
print(result.model_dump_json(indent=2, exclude_unset=True))
