"""close."""

import os

from guild_client import GuildClient

with GuildClient(base_url=os.environ["GUILD_BASE_URL"]) as client:
    result = client.close_.close()
print(result)
