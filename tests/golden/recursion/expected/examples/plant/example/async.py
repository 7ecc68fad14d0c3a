"""plant."""

import asyncio
import os
import sys

from orchard_client import APIError, AsyncOrchardClient
from orchard_client.models import Branch


async def main() -> None:
    async with AsyncOrchardClient(base_url=os.environ["ORCHARD_BASE_URL"]) as client:
        result = await client.plant(Branch(length=70.34))
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
