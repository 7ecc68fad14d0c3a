"""Server URLs."""

from __future__ import annotations

from ._runtime.servers import Server

SERVER = Server("/", {})
