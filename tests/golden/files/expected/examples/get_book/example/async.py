"""getBook."""

import asyncio
import os
import sys

from library_client import APIError, AsyncLibraryClient


async def main() -> None:
    async with AsyncLibraryClient(base_url=os.environ["LIBRARY_BASE_URL"]) as client:
        result = await client.get_book(isbn="lotuspegfd")
    print(result.model_dump_json(indent=2, exclude_unset=True))


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
