"""addVehicle."""

import asyncio
import os
import sys

from fleet_client import APIError, AsyncFleetClient
from fleet_client.models import Bus


async def main() -> None:
    async with AsyncFleetClient(base_url=os.environ["FLEET_BASE_URL"]) as client:
        result = await client.add_vehicle(Bus(kind="coach", doors=49, plate="SB575", seats=80))
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
