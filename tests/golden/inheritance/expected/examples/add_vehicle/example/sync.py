"""addVehicle."""

import os

from fleet_client import FleetClient

with FleetClient(base_url=os.environ["FLEET_BASE_URL"]) as client:
    result = client.add_vehicle({"kind": "coach", "doors": 49, "plate": "SB575", "seats": 80})
print(result)
