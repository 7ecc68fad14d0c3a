"""sweep."""

import asyncio
import os
import sys

from radar_client import APIError, AsyncRadarClient


async def main() -> None:
    async with AsyncRadarClient(base_url=os.environ["RADAR_BASE_URL"]) as client:
        result = await client.sweep()
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
