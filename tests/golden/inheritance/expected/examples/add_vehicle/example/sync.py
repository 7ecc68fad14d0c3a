"""addVehicle."""

import os
import sys

from fleet_client import APIError, FleetClient
from fleet_client.models import Bus

try:
    with FleetClient(base_url=os.environ["FLEET_BASE_URL"]) as client:
        result = client.add_vehicle(Bus(kind="coach", doors=49, plate="SB575", seats=80))
except APIError as error:
    sys.exit(str(error))
print(result)
