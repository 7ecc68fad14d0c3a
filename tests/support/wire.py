"""Clients of small descriptions, and what they send to a server on 127.0.0.1."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from support.packages import generated_package
from support.server import Answer, Received, serving

KINDS = ("sync", "async")
_numbers = count()


def client_of(folder: Path, paths: str, more: str = "", version: str = "3.1.0") -> ModuleType:
    """The client of a description with these paths and other fields, both in YAML."""
    description = {
        "openapi": version,
        "info": {"title": f"Wire {next(_numbers)}", "version": "1"},
        "paths": yaml.safe_load(paths),
        **(yaml.safe_load(more) or {}),
    }
    path = folder / "openapi.yaml"
    path.write_text(yaml.safe_dump(description, sort_keys=False))
    return generated_package(path, folder)


def using(package: ModuleType, kind: str, use: Callable[[Any], Any], **options: Any) -> Any:
    """The result of using a new client of a package; ``kind`` is one of ``KINDS``."""
    (name,) = (name for name in package.__all__ if name.endswith("Client") and not name.startswith("Async"))
    if kind == "sync":
        with getattr(package, name)(**options) as client:
            return use(client)

    async def run() -> Any:
        async with getattr(package, f"Async{name}")(**options) as client:
            result = use(client)
            return await result if inspect.isawaitable(result) else result

    return asyncio.run(run())


def sent(package: ModuleType, kind: str, use: Callable[[Any], Any], **options: Any) -> Received:
    """The one request that is sent by using a new client."""
    with serving(Answer.of_json({})) as server:
        using(package, kind, use, **{"base_url": server.url, **options})
    (received,) = server.received
    return received
