"""Servers for tests: each description is checked, and served until the module's tests are over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from mock.serving import Serve, Served
from oasmith import read_api
from oasmith.mock import MockServer


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """A function that serves a description: a path, or an OpenAPI document without its head."""
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
