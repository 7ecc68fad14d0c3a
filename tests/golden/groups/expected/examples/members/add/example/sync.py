"""addMember."""

import os
import sys

from guild_client import APIError, GuildClient

try:
    with GuildClient(base_url=os.environ["GUILD_BASE_URL"]) as client:
        result = client.members.add()
except APIError as error:
    sys.exit(str(error))
print(result)
