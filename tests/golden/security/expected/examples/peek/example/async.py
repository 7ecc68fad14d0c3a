"""peek."""

import asyncio
import os

from vault_client import AsyncVaultClient


async def main() -> None:
    async with AsyncVaultClient(
        login=os.environ["VAULT_LOGIN"], base_url=os.environ.get("VAULT_BASE_URL")
    ) as client:
        result = await client.peek()
    print(result)


asyncio.run(main())
