"""print."""

import asyncio
import os

from press_client import AsyncPressClient
from press_client.models import Page


async def main() -> None:
    async with AsyncPressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
        result = await client.print(Page(text="lotus"))
    print(result)


asyncio.run(main())
