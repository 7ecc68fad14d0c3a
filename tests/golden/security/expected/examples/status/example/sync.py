"""status."""

import os

from vault_client import VaultClient

with VaultClient(base_url=os.environ.get("VAULT_BASE_URL")) as client:
    result = client.status()
print(result)
