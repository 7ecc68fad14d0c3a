"""members/list."""

import asyncio
import os

from guild_client import AsyncGuildClient


async def main() -> None:
    async with AsyncGuildClient(base_url=os.environ["GUILD_BASE_URL"]) as client:
        result = await client.members.list()
    print(result)


asyncio.run(main())
