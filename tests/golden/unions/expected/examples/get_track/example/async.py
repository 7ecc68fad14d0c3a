"""getTrack."""

import asyncio
import os
import sys

from mixer_client import APIError, AsyncMixerClient


async def main() -> None:
    async with AsyncMixerClient(base_url=os.environ["MIXER_BASE_URL"]) as client:
        result = await client.get_track(key=92)
    print(result.model_dump_json(indent=2, exclude_unset=True))


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
