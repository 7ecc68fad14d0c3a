"""searchEchoes."""

import asyncio
import os
import sys

from radar_client import APIError, AsyncRadarClient
from radar_client.models import Search


async def main() -> None:
    async with AsyncRadarClient(base_url=os.environ["RADAR_BASE_URL"]) as client:
        result = await client.search_echoes(Search(range=73.5))
        async for item in result:
            print(item)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
