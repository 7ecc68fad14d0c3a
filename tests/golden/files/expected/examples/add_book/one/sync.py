"""addBook."""

import os
import sys

from library_client import APIError, LibraryClient
from library_client.models import Book

try:
    with LibraryClient(base_url=os.environ["LIBRARY_BASE_URL"]) as client:
        result = client.add_book(Book(title="Emma"))
except APIError as error:
    sys.exit(str(error))
print(result.model_dump_json(indent=2, exclude_unset=True))
