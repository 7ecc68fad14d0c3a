"""Servers for tests: each description is written to a file, checked, and served once per module."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from oasmith import read_api
from oasmith.mock import MockServer


@dataclass(frozen=True, slots=True)
class Served:
    """A running server and a client for it."""

    server: MockServer
    http: httpx2.Client


Serve = Callable[..., Served]


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """A function that serves a description, a path or an OpenAPI document without its head."""
    with ExitStack() as running:

        def start(description: Path | Mapping[str, Any], **options: Any) -> Served:
            if not isinstance(description, Path):
                head = {"openapi": "3.1.1", "info": {"title": "Test", "version": "1"}}
                path = tmp_path_factory.mktemp("description") / "openapi.yaml"
                path.write_text(yaml.safe_dump({**head, **description}, sort_keys=False), "utf-8")
                description = path
            server = running.enter_context(MockServer(read_api(description), **options))
            http = running.enter_context(httpx2.Client(base_url=server.url, timeout=20))
            return Served(server, http)

        yield start
