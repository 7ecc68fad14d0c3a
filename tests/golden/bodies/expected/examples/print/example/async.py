"""print."""

import asyncio
import os
import sys

from press_client import APIError, AsyncPressClient
from press_client.models import Page


async def main() -> None:
    async with AsyncPressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
        result = await client.print(Page(text="lotus"))
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
