"""Server URLs."""

from __future__ import annotations

from ._runtime.servers import Server

SERVER = Server("http://127.0.0.1:8080", {})
