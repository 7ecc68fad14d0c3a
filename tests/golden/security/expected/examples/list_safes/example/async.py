"""listSafes."""

import asyncio
import os
import sys

from vault_client import APIError, AsyncVaultClient


async def main() -> None:
    async with AsyncVaultClient(
        key=os.environ["VAULT_KEY"], base_url=os.environ.get("VAULT_BASE_URL")
    ) as client:
        result = await client.list_safes()
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
