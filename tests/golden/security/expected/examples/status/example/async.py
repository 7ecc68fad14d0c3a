"""status."""

import asyncio
import os
import sys

from vault_client import APIError, AsyncVaultClient


async def main() -> None:
    async with AsyncVaultClient(base_url=os.environ.get("VAULT_BASE_URL")) as client:
        result = await client.status()
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
