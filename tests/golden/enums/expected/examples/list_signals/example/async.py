"""listSignals."""

import asyncio
import os

from signals_client import AsyncSignalsClient


async def main() -> None:
    async with AsyncSignalsClient(base_url=os.environ["SIGNALS_BASE_URL"]) as client:
        result = await client.list_signals()
    print(result)


asyncio.run(main())
