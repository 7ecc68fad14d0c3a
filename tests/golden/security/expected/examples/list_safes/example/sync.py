"""listSafes."""

import os

from vault_client import VaultClient

with VaultClient(key=os.environ["VAULT_KEY"], base_url=os.environ.get("VAULT_BASE_URL")) as client:
    result = client.list_safes()
print(result)
