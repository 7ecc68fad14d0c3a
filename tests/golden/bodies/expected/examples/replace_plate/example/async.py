"""replacePlate."""

import asyncio
import os

from press_client import AsyncPressClient


async def main() -> None:
    async with AsyncPressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
        result = await client.replace_plate(b"grove", name="fjord")
    print(result)


asyncio.run(main())
