"""replacePlate."""

import asyncio
import os
import sys

from press_client import APIError, AsyncPressClient


async def main() -> None:
    async with AsyncPressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
        result = await client.replace_plate(b"grove", name="fjord")
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
