"""addBook."""

import os

from library_client import LibraryClient
from library_client.models import Book

with LibraryClient(base_url=os.environ["LIBRARY_BASE_URL"]) as client:
    result = client.add_book(Book(title="Emma"))
print(result.model_dump_json(indent=2, exclude_unset=True))
