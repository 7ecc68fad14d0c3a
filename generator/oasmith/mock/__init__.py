"""A mock server that validates requests against a description, for tests and for work without the API.

::

    from oasmith import read_api
    from oasmith.mock import MockServer

    with MockServer(read_api(Path("openapi.yaml"))) as server:
        client = Client(base_url=server.url)
        ...
        assert server.exchanges[-1].violations == ()
"""

from __future__ import annotations

from oasmith.mock.recording import Exchange
from oasmith.mock.server import MockServer

__all__ = ["Exchange", "MockServer"]
