"""addJar."""

import os
import sys

from pantry_client import APIError, PantryClient
from pantry_client.models import Jar

try:
    with PantryClient(base_url=os.environ["PANTRY_BASE_URL"]) as client:
        result = client.add_jar(Jar(label="ember", pin="maple"))
except APIError as error:
    sys.exit(str(error))
print(result.model_dump_json(indent=2, exclude_unset=True))
