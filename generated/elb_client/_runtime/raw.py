"""Answers as they came, for who wants more of them than what they say."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from inspect import ismethod
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T]):
    """A whole answer, also one that is an error.

    ``content`` is empty where the body was written to a file. ``elapsed`` is in seconds, from the
    first of the ``attempts`` to the end of the answer.
    """

    status_code: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    elapsed: float
    attempts: int
    request_id: str | None
    _parse: Callable[[], T] = field(repr=False)

    def parse(self) -> T:
        """What the call would have returned. Raises what the call would have raised."""
        return self._parse()


class RawAccess:
    """The operations of a client, each of which gives a ``RawResponse``."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def __getattr__(self, name: str) -> Any:
        """A method of the client as it is, so that its warnings point to who calls it; a group wrapped."""
        value = getattr(self._target, name)
        return value if ismethod(value) else RawAccess(value)

    def __dir__(self) -> list[str]:
        return dir(self._target)


def sync_method(
    method: Callable[Concatenate[Any, P], T],
) -> Callable[Concatenate[Any, P], RawResponse[T]]:
    """The type that a method has in a ``RawAccess``: it takes the same and gives the whole answer."""
    return method  # type: ignore[return-value]  # only type checkers see a difference


def async_method(
    method: Callable[Concatenate[Any, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[Any, P], Coroutine[Any, Any, RawResponse[T]]]:
    """The same of a method that is awaited."""
    return method  # type: ignore[return-value]  # only type checkers see a difference
