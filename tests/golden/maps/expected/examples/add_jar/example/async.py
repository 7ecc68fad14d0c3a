"""addJar."""

import asyncio
import os
import sys

from pantry_client import APIError, AsyncPantryClient
from pantry_client.models import Jar


async def main() -> None:
    async with AsyncPantryClient(base_url=os.environ["PANTRY_BASE_URL"]) as client:
        result = await client.add_jar(Jar(label="ember", pin="maple"))
    print(result.model_dump_json(indent=2, exclude_unset=True))


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
