"""listSafes."""

import asyncio
import os

from vault_client import AsyncVaultClient


async def main() -> None:
    async with AsyncVaultClient(
        key=os.environ["VAULT_KEY"], base_url=os.environ.get("VAULT_BASE_URL")
    ) as client:
        result = await client.list_safes()
    print(result)


asyncio.run(main())
