"""addJar."""

import os

from pantry_client import PantryClient
from pantry_client.models import Jar

with PantryClient(base_url=os.environ["PANTRY_BASE_URL"]) as client:
    result = client.add_jar(Jar(label="ember", pin="maple"))
print(result.model_dump_json(indent=2, exclude_unset=True))
