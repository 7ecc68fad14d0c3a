"""listSignals."""

import os
import sys

from signals_client import APIError, SignalsClient

try:
    with SignalsClient(base_url=os.environ["SIGNALS_BASE_URL"]) as client:
        result = client.list_signals()
except APIError as error:
    sys.exit(str(error))
print(result)
