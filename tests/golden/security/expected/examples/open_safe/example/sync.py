"""openSafe."""

import os
import sys

from vault_client import APIError, VaultClient

try:
    with VaultClient(
        basic=(os.environ["VAULT_BASIC_USER"], os.environ["VAULT_BASIC_PASSWORD"]),
        key=os.environ["VAULT_KEY"],
        base_url=os.environ.get("VAULT_BASE_URL"),
    ) as client:
        result = client.open_safe()
except APIError as error:
    sys.exit(str(error))
print(result)
