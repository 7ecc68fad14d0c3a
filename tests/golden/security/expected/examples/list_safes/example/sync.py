"""listSafes."""

import os
import sys

from vault_client import APIError, VaultClient

try:
    with VaultClient(key=os.environ["VAULT_KEY"], base_url=os.environ.get("VAULT_BASE_URL")) as client:
        result = client.list_safes()
except APIError as error:
    sys.exit(str(error))
print(result)
