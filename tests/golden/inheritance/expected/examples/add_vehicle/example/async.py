"""addVehicle."""

import asyncio
import os

from fleet_client import AsyncFleetClient


async def main() -> None:
    async with AsyncFleetClient(base_url=os.environ["FLEET_BASE_URL"]) as client:
        result = await client.add_vehicle({"kind": "coach", "doors": 49, "plate": "SB575", "seats": 80})
    print(result)


asyncio.run(main())
