"""Deprecated operations warn where they are called, and type checkers report them (PEP 702)."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from support.checkers import run_mypy
from support.packages import generated_package
from support.server import Answer, serving

_PETS = {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}


def _success(**content: Any) -> dict[str, Any]:
    return {
        "200": {
            "description": "x",
            "content": {key.replace("__", "/"): value for key, value in content.items()},
        }
    }


DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "Kennel", "version": "1"},
    "servers": [{"url": "http://127.0.0.1:1"}],
    "paths": {
        "/old": {
            "get": {
                "operationId": "old",
                "deprecated": True,
                "x-deprecated-reason": 'Use "new" instead',
                "x-sunset": "2030-01-01",
                "parameters": [
                    {
                        "name": "day",
                        "in": "query",
                        "deprecated": True,
                        "schema": {"type": "string", "format": "date"},
                    },
                    {
                        "name": "kind",
                        "in": "query",
                        "description": "Which kind.",
                        "deprecated": True,
                        "x-deprecated-reason": "Use sort",
                        "schema": {"type": "string"},
                    },
                ],
                "responses": _success(application__json={"schema": _PETS}),
            }
        },
        "/new": {"get": {"operationId": "new", "responses": _success(application__json={"schema": _PETS})}},
        "/pets": {
            "get": {
                "operationId": "listPets",
                "tags": ["pets"],
                "deprecated": True,
                "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
                "x-oasmith-pagination": {"style": "page", "items": "", "parameter": "page"},
                "responses": _success(application__json={"schema": _PETS}),
            },
            "post": {
                "operationId": "watch",
                "tags": ["pets"],
                "deprecated": True,
                "responses": _success(
                    text__plain={"schema": {"type": "string"}},
                    **{"text__event-stream": {"schema": {"type": "string"}}},
                ),
            },
        },
    },
}


@pytest.fixture(scope="module")
def kennel(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("kennel")
    (folder / "openapi.yaml").write_text(yaml.safe_dump(DESCRIPTION), "utf-8")
    return generated_package(folder / "openapi.yaml", folder / "client")


REASON = 'Use "new" instead. It may no longer work after 2030-01-01.'
CALLS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "a call": (REASON, lambda client: client.old()),
    "a raw response": (REASON, lambda client: client.with_raw_response.old()),
    "a group": ("This operation is deprecated.", lambda client: client.pets.list()),
    "a raw response of a group": (
        "This operation is deprecated.",
        lambda client: client.with_options(timeout=5).with_raw_response.pets.list(),
    ),
    "pages": ("This operation is deprecated.", lambda client: client.pets.iter()),
    "a stream": ("This operation is deprecated.", lambda client: client.pets.stream_watch()),
}


@pytest.mark.parametrize("kind", CALLS)
def test_a_deprecated_call_warns_where_it_is_made(kennel: ModuleType, kind: str) -> None:
    message, call = CALLS[kind]
    with (
        serving(Answer(body=b"[]")) as server,
        kennel.KennelClient(base_url=server.url) as client,
        warnings.catch_warnings(record=True) as found,
    ):
        warnings.simplefilter("always")
        call(client)
    (warning,) = [warning for warning in found if warning.category is DeprecationWarning]
    assert str(warning.message) == message
    assert warning.filename == __file__


@pytest.mark.parametrize("kind", CALLS)
def test_an_awaited_call_warns_as_well(kennel: ModuleType, kind: str) -> None:
    message, call = CALLS[kind]

    async def run(url: str) -> None:
        async with kennel.AsyncKennelClient(base_url=url) as client:
            result = call(client)
            if hasattr(result, "__await__"):
                await result

    with serving(Answer(body=b"[]")) as server, warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        asyncio.run(run(server.url))
    (warning,) = [warning for warning in found if warning.category is DeprecationWarning]
    assert (str(warning.message), warning.filename) == (message, __file__)


def test_nothing_else_warns(kennel: ModuleType) -> None:
    with serving(Answer(body=b"[]")) as server, warnings.catch_warnings():
        warnings.simplefilter("error")
        with kennel.KennelClient(base_url=server.url) as client:
            client.new()
            client.with_raw_response.new()
            assert client.check("old") == ()
            assert client.pets is client.pets
        with pytest.raises(DeprecationWarning), kennel.KennelClient(base_url=server.url) as client:
            client.old()


def test_pages_warn_once(kennel: ModuleType) -> None:
    pages = iter([Answer(body=b'[{"name": "a"}]'), Answer(body=b'[{"name": "b"}]'), Answer(body=b"[]")])
    with (
        serving(lambda request: next(pages)) as server,
        kennel.KennelClient(base_url=server.url) as client,
        warnings.catch_warnings(record=True) as found,
    ):
        warnings.simplefilter("always")
        assert [pet.name for pet in client.pets.iter()] == ["a", "b"]
    assert len(found) == 1


def test_docstrings_say_so(kennel: ModuleType) -> None:
    told = kennel.KennelClient.old.__doc__
    assert f"\n        Deprecated: {REASON}\n" in told
    assert "day: Deprecated." in told
    assert "kind: Deprecated: Use sort. Which kind." in told
    assert "Deprecated" not in kennel.KennelClient.new.__doc__
    assert "\n        Deprecated.\n" in kennel.KennelClient(base_url="http://127.0.0.1:1").pets.list.__doc__


USE = """
from kennel_client import AsyncKennelClient, KennelClient


async def use(client: KennelClient, other: AsyncKennelClient) -> None:
    client.old()
    client.with_raw_response.old()
    client.pets.list()
    client.pets.iter()
    client.pets.stream_watch()
    await other.old()
    await other.with_raw_response.pets.watch()
    client.new()
    client.with_raw_response.new()
"""


def test_mypy_reports_deprecated_calls_and_nothing_in_the_client(kennel: ModuleType, tmp_path: Path) -> None:
    assert kennel.__file__ is not None
    (tmp_path / "use.py").write_text(USE, "utf-8")
    search = [tmp_path, Path(kennel.__file__).parents[1]]
    options = ["--enable-error-code", "deprecated", "-m", "use", "-p", "kennel_client"]
    done = run_mypy(tmp_path, *options, search=search)
    found = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert [line.partition(": error: ")[0] for line in found] == [
        f"use.py:{number}" for number in range(6, 13)
    ]
    assert all("deprecated" in line for line in found)
