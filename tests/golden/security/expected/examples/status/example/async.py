"""status."""

import asyncio
import os

from vault_client import AsyncVaultClient


async def main() -> None:
    async with AsyncVaultClient(base_url=os.environ.get("VAULT_BASE_URL")) as client:
        result = await client.status()
    print(result)


asyncio.run(main())
