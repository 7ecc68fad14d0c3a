"""sweep."""

import asyncio
import os

from radar_client import AsyncRadarClient


async def main() -> None:
    async with AsyncRadarClient(base_url=os.environ["RADAR_BASE_URL"]) as client:
        result = await client.sweep()
    print(result)


asyncio.run(main())
