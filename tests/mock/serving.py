"""A running mock server and a client for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx2
from oasmith.mock import MockServer


@dataclass(frozen=True, slots=True)
class Served:
    """The server, and a client whose base URL is the server's."""

    server: MockServer
    http: httpx2.Client


Serve = Callable[..., Served]
"""What the fixture ``serve`` gives: a description and the options of MockServer to what is served."""
