"""ring."""

import asyncio
import os

from bell_client import AsyncBellClient
from bell_client.models import RingRequest


async def main() -> None:
    async with AsyncBellClient(base_url=os.environ["BELL_BASE_URL"]) as client:
        result = await client.ring(RingRequest(tell="https://example.com/fjord"))
    print(result)


asyncio.run(main())
