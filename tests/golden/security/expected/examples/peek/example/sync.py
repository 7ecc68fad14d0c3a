"""peek."""

import os

from vault_client import VaultClient

with VaultClient(login=os.environ["VAULT_LOGIN"], base_url=os.environ.get("VAULT_BASE_URL")) as client:
    result = client.peek()
print(result)
