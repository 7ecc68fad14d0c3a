"""dropCrate."""

import asyncio
import os
import sys

from depot_client import APIError, AsyncDepotClient


async def main() -> None:
    async with AsyncDepotClient(base_url=os.environ["DEPOT_BASE_URL"]) as client:
        result = await client.drop_crate(id=49)
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
