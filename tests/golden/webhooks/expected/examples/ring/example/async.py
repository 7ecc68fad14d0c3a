"""ring."""

import asyncio
import os
import sys

from bell_client import APIError, AsyncBellClient
from bell_client.models import RingRequest


async def main() -> None:
    async with AsyncBellClient(base_url=os.environ["BELL_BASE_URL"]) as client:
        result = await client.ring(RingRequest(tell="https://example.com/fjord"))
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
