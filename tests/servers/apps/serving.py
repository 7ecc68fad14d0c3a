"""Serves an app on 127.0.0.1 and shows a test what reached it, on paths outside its description.

``GET /_store`` returns what the app holds, what its handlers were given, and every request.
``DELETE /_store`` empties the first two.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import uvicorn

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[..., Awaitable[None]]
"""An ASGI app; frameworks type its arguments in different ways."""


class Store:
    """What an app holds by kind and key, and what its handlers were given."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, Any]] = {}
        self.seen: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str]] = []

    def kind(self, name: str) -> dict[str, Any]:
        """What the app holds of a kind, by key."""
        return self.held.setdefault(name, {})

    def see(self, handler: str, **values: Any) -> None:
        """Record the values that a handler was given."""
        self.seen.append({"handler": handler, **values})

    def dump(self) -> bytes:
        """Everything as JSON."""
        state = {"held": self.held, "seen": self.seen, "requests": self.requests}
        return json.dumps(state, default=_plain).encode()

    def clear(self) -> None:
        """Forget everything but the requests."""
        self.held.clear()
        self.seen.clear()


def serve(app: App, store: Store) -> None:
    """Serve the app on a free port until standard input ends.

    The URL is printed as soon as the port accepts connections.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(_beside(app, store), log_level="warning", lifespan="off"))
        threading.Thread(target=_stop_at_end_of_input, daemon=True).start()
        print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
        server.run(sockets=[listening])


def _stop_at_end_of_input() -> None:
    sys.stdin.read()
    os._exit(0)


def _beside(app: App, store: Store) -> App:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/_store":
            if scope["method"] == "DELETE":
                await asyncio.to_thread(store.clear)
            body = await asyncio.to_thread(store.dump)
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": body})
            return
        if scope["type"] == "http":
            store.requests.append((scope["method"], scope["path"]))
        await app(scope, receive, send)

    return answer


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else str(value)
