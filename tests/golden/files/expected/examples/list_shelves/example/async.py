"""listShelves."""

import asyncio
import os

from library_client import AsyncLibraryClient


async def main() -> None:
    async with AsyncLibraryClient(base_url=os.environ["LIBRARY_BASE_URL"]) as client:
        result = await client.list_shelves()
    print(result)


asyncio.run(main())
