"""listSignals."""

import os

from signals_client import SignalsClient

with SignalsClient(base_url=os.environ["SIGNALS_BASE_URL"]) as client:
    result = client.list_signals()
print(result)
