"""plant."""

import asyncio
import os

from orchard_client import AsyncOrchardClient
from orchard_client.models import Branch


async def main() -> None:
    async with AsyncOrchardClient(base_url=os.environ["ORCHARD_BASE_URL"]) as client:
        result = await client.plant(Branch(length=70.34))
    print(result)


asyncio.run(main())
