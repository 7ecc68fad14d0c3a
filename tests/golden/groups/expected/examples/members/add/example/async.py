"""addMember."""

import asyncio
import os
import sys

from guild_client import APIError, AsyncGuildClient


async def main() -> None:
    async with AsyncGuildClient(base_url=os.environ["GUILD_BASE_URL"]) as client:
        result = await client.members.add()
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
