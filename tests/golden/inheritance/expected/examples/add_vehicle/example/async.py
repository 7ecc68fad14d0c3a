"""addVehicle."""

import asyncio
import os
import sys

from fleet_client import APIError, AsyncFleetClient
from fleet_client.models import Lorry


async def main() -> None:
    async with AsyncFleetClient(base_url=os.environ["FLEET_BASE_URL"]) as client:
        result = await client.add_vehicle(Lorry(kind="lorry", plate="TD200", payload=66.09))
    print(result)


try:
    asyncio.run(main())
except APIError as error:
    sys.exit(str(error))
