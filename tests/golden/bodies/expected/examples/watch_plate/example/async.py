"""watchPlate."""

import asyncio
import os
import sys

from press_client import APIError, AsyncPressClient


async def main() -> None:
    async with AsyncPressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
        result = await client.watch_plate(name="jade")
        async for item in result:
            print(item)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
