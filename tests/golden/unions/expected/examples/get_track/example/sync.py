"""getTrack."""

import os
import sys

from mixer_client import APIError, MixerClient

try:
    with MixerClient(base_url=os.environ["MIXER_BASE_URL"]) as client:
        result = client.get_track(key=92)
except APIError as error:
    sys.exit(str(error))
print(result.model_dump_json(indent=2, exclude_unset=True))
