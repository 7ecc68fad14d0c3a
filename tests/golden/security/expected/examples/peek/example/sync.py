"""peek."""

import os
import sys

from vault_client import APIError, VaultClient

try:
    with VaultClient(login=os.environ["VAULT_LOGIN"], base_url=os.environ.get("VAULT_BASE_URL")) as client:
        result = client.peek()
except APIError as error:
    sys.exit(str(error))
print(result)
