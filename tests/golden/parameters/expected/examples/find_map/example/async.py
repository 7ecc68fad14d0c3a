"""findMap."""

import asyncio
import os
import sys

from atlas_client import APIError, AsyncAtlasClient
from atlas_client.models import MapsBySheetByRegionByBoxBox


async def main() -> None:
    async with AsyncAtlasClient(base_url=os.environ["ATLAS_BASE_URL"]) as client:
        result = await client.find_map(
            sheet=22, region=["nova"], box=MapsBySheetByRegionByBoxBox(x=13), scale=74925
        )
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
