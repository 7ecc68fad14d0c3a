"""import."""

import asyncio
import os

from names_more_client import AsyncNamesMoreClient


async def main() -> None:
    async with AsyncNamesMoreClient(base_url=os.environ["NAMES_MORE_BASE_URL"]) as client:
        result = await client.import_(class_in_path="jade")
    print(result)


asyncio.run(main())
