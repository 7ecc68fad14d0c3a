"""pull_requests_list_open."""

import os

from guild_client import GuildClient

with GuildClient(base_url=os.environ["GUILD_BASE_URL"]) as client:
    result = client.pull_requests.list_open()
print(result)
