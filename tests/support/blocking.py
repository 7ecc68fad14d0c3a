"""Async clients as sync ones, so that both kinds run the same tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from types import ModuleType
from typing import Any, Self

from anyio.from_thread import start_blocking_portal

KINDS = ("sync", "asyncio", "trio")


class BlockingPackage:
    """A client package whose sync clients are its async ones, run by a backend of anyio."""

    def __init__(self, package: ModuleType, backend: str) -> None:
        self.__package = package
        self.__backend = backend

    def __getattr__(self, name: str) -> Any:
        async_client = getattr(self.__package, f"Async{name}", None)
        if name.endswith("Client") and async_client is not None:
            return partial(_BlockingClient, async_client, self.__backend)
        return getattr(self.__package, name)


def of_kind(package: ModuleType, kind: str) -> Any:
    """The package with clients of a kind, all of which are used like sync ones."""
    return package if kind == "sync" else BlockingPackage(package, kind)


class _BlockingClient:
    """An async client; each of its calls is awaited in an event loop of its own thread."""

    def __init__(self, make: Callable[..., Any], backend: str, **options: Any) -> None:
        self._client = make(**options)
        self._open = start_blocking_portal(backend)
        self._portal = self._open.__enter__()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        try:
            self._portal.call(self._client.close)
        finally:
            self._open.__exit__(None, None, None)

    def __getattr__(self, name: str) -> Any:
        return _blocking(getattr(self._client, name), self._portal)


class _BlockingGroup:
    def __init__(self, group: Any, portal: Any) -> None:
        self._group, self._portal = group, portal

    def __getattr__(self, name: str) -> Any:
        return _blocking(getattr(self._group, name), self._portal)


def _blocking(value: Any, portal: Any) -> Any:
    """A method as one that returns what it has awaited; a group of them as one of such methods."""
    if not callable(value):
        return _BlockingGroup(value, portal)

    def call(*arguments: Any, **keywords: Any) -> Any:
        result = portal.call(partial(value, *arguments, **keywords))
        return _iterated(result, portal) if hasattr(result, "__aiter__") else result

    return call


def _iterated(items: Any, portal: Any) -> Iterator[Any]:
    iterator = items.__aiter__()
    while True:
        try:
            yield portal.call(iterator.__anext__)
        except StopAsyncIteration:
            return
