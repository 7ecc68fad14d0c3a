"""openSafe."""

import os

from vault_client import VaultClient

with VaultClient(
    basic=(os.environ["VAULT_BASIC_USER"], os.environ["VAULT_BASIC_PASSWORD"]),
    key=os.environ["VAULT_KEY"],
    base_url=os.environ.get("VAULT_BASE_URL"),
) as client:
    result = client.open_safe()
print(result)
