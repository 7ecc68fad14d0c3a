"""uploadPlate."""

import asyncio
import os
import sys

from press_client import APIError, AsyncPressClient
from press_client.models import Page, UploadPlateRequest


async def main() -> None:
    async with AsyncPressClient(base_url=os.environ["PRESS_BASE_URL"]) as client:
        result = await client.upload_plate(
            UploadPlateRequest(
                image=b"a picture",
                others=[b"a text", b"another"],
                page=Page(text="Hello", columns=[2]),
                copies=3,
            )
        )
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
