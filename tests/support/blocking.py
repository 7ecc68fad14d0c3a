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


class _Blocking:
    """A group of methods, another client, pages or a stream, without anything to await."""

    def __init__(self, value: Any, portal: Any) -> None:
        self._value, self._portal = value, portal

    def __getattr__(self, name: str) -> Any:
        return _blocking(getattr(self._value, name), self._portal)

    def __iter__(self) -> Iterator[Any]:
        iterator = self._value.__aiter__()
        while True:
            try:
                yield self._portal.call(iterator.__anext__)
            except StopAsyncIteration:
                return

    def __enter__(self) -> Self:
        self._portal.call(self._value.__aenter__)
        return self

    def __exit__(self, *error: Any) -> None:
        self._portal.call(self._value.__aexit__, *error)


def _blocking(value: Any, portal: Any) -> Any:
    """A method as one that returns what it has awaited; a group of them as one of such methods."""
    if not callable(value):
        return value if isinstance(value, _DATA) else _Blocking(value, portal)

    def call(*arguments: Any, **keywords: Any) -> Any:
        result = portal.call(partial(value, *arguments, **keywords))
        is_blocking = any(hasattr(result, name) for name in ("__aiter__", "__aenter__"))
        return _Blocking(result, portal) if is_blocking else result

    return call


_DATA = (str, bytes, int, float, type(None), tuple, list, dict)
"""The types of attributes that are not groups of methods."""
