"""get /things."""

import asyncio
import os
import sys

from names_more_client import APIError, AsyncNamesMoreClient


async def main() -> None:
    async with AsyncNamesMoreClient(base_url=os.environ["NAMES_MORE_BASE_URL"]) as client:
        result = await client.get_things()
    print(result.model_dump_json(indent=2, exclude_unset=True))


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
