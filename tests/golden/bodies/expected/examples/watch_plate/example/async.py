"""watchPlate."""

import asyncio
import os

from press_client import AsyncPressClient


async def main() -> None:
    async with AsyncPressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
        result = await client.watch_plate(name="jade")
        async for item in result:
            print(item)


asyncio.run(main())
