"""listSignals."""

import asyncio
import os
import sys

from signals_client import APIError, AsyncSignalsClient


async def main() -> None:
    async with AsyncSignalsClient(base_url=os.environ["SIGNALS_BASE_URL"]) as client:
        result = await client.list_signals()
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
