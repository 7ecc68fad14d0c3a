"""openSafe."""

import asyncio
import os

from vault_client import AsyncVaultClient


async def main() -> None:
    async with AsyncVaultClient(
        basic=(os.environ["VAULT_BASIC_USER"], os.environ["VAULT_BASIC_PASSWORD"]),
        key=os.environ["VAULT_KEY"],
        base_url=os.environ.get("VAULT_BASE_URL"),
    ) as client:
        result = await client.open_safe()
    print(result)


asyncio.run(main())
