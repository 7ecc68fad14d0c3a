"""The pytest fixture ``mock_server``: put ``pytest_plugins = ["oasmith.mock.pytest"]`` into a conftest.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from oasmith.mock import MockServer


@pytest.fixture
def mock_server() -> Iterator[Callable[..., MockServer]]:
    """A function that starts a server: ``mock_server(description_path, **options)``.

    The options are those of MockServer. The description is not validated. Every server stops after the
    test.
    """
    with ExitStack() as running:

        def start(description: str | Path, **options: Any) -> MockServer:
            from oasmith import read_api
            from oasmith.mock import MockServer

            return running.enter_context(MockServer(read_api(Path(description), checked=False), **options))

        yield start
