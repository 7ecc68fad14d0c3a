"""moveCrate."""

import asyncio
import os

from depot_client import AsyncDepotClient


async def main() -> None:
    async with AsyncDepotClient(base_url=os.environ["DEPOT_BASE_URL"]) as client:
        result = await client.move_crate(id=40)
    print(result)


asyncio.run(main())
