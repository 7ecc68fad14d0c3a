"""addVehicle."""

import os
import sys

from fleet_client import APIError, FleetClient

try:
    with FleetClient(base_url=os.environ["FLEET_BASE_URL"]) as client:
        result = client.add_vehicle({"kind": "coach", "doors": 49, "plate": "SB575", "seats": 80})
except APIError as error:
    sys.exit(str(error))
print(result)
