# A module of generated clients, in which another line takes the place of this one.
"""Any operation as a stream: for content that the description does not have, as text or bytes."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from inspect import iscoroutinefunction
from typing import Any, ParamSpec, overload

from .streaming import AsyncStream, Stream, stream, stream_async

P = ParamSpec("P")


@overload
def streamed(method: Callable[P, Coroutine[Any, Any, Any]]) -> Callable[P, AsyncStream[Any]]: ...
@overload
def streamed(method: Callable[P, Any]) -> Callable[P, Stream[Any]]: ...
def streamed(method: Any) -> Any:
    """An operation that returns its response as a stream: ``streamed(client.get_log)(id="7")``.

    ``method`` is a method of a client or of a group of operations; what is returned takes its arguments. The
    items are events, JSON values, lines of text, or chunks of bytes, depending on the media type that comes.
    """
    owner = method.__self__
    client = getattr(owner, "_client", owner)
    copy = client._copy(client._options)
    is_async = iscoroutinefunction(method)
    copy._call = _call_async(copy) if is_async else partial(stream, copy)
    call = partial(method.__func__, copy if owner is client else type(owner)(copy))
    return _not_awaited(call) if is_async else call


def _call_async(client: Any) -> Callable[..., Coroutine[Any, Any, AsyncStream[Any]]]:
    async def call(*arguments: Any, **options: Any) -> AsyncStream[Any]:
        return stream_async(client, *arguments, **options)

    return call


def _not_awaited(call: Callable[..., Coroutine[Any, Any, Any]]) -> Callable[..., Any]:
    """A function that returns at once what a coroutine returns that waits for nothing."""

    def result(*arguments: Any, **options: Any) -> Any:
        try:
            call(*arguments, **options).send(None)
        except StopIteration as end:
            return end.value
        raise AssertionError("a stream begins when it is used, not before")

    return result
