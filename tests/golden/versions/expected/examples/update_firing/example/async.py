"""Change a firing."""

import asyncio
import os
import sys

from kiln_client import APIError, AsyncKilnClient
from kiln_client.models import Firing


async def main() -> None:
    async with AsyncKilnClient(base_url=os.environ.get("KILN_BASE_URL")) as client:
        result = await client.update_firing(Firing(cone="06", peak=999.5), id=24)
    print(result.model_dump_json(indent=2, exclude_unset=True))


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
