"""getTrack."""

import asyncio
import os

from mixer_client import AsyncMixerClient


async def main() -> None:
    async with AsyncMixerClient(base_url=os.environ["MIXER_BASE_URL"]) as client:
        result = await client.get_track(key=92)
    print(result.model_dump_json(indent=2, exclude_unset=True))


asyncio.run(main())
