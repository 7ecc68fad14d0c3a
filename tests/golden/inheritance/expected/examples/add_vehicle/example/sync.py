"""addVehicle."""

import os
import sys

from fleet_client import APIError, FleetClient
from fleet_client.models import Lorry

try:
    with FleetClient(base_url=os.environ["FLEET_BASE_URL"]) as client:
        result = client.add_vehicle(Lorry(kind="lorry", plate="TD200", payload=66.09))
except APIError as error:
    sys.exit(str(error))
print(result)
