"""getCrate."""

import asyncio
import os
import sys

from depot_client import APIError, AsyncDepotClient


async def main() -> None:
    async with AsyncDepotClient(base_url=os.environ["DEPOT_BASE_URL"]) as client:
        result = await client.get_crate(id=33)
    print(result.model_dump_json(indent=2, exclude_unset=True))


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
