"""getTrack."""

import os

from mixer_client import MixerClient

with MixerClient(base_url=os.environ["MIXER_BASE_URL"]) as client:
    result = client.get_track(key=92)
print(result.model_dump_json(indent=2, exclude_unset=True))
