# A module of generated clients, in which another line takes the place of this one.
"""Arguments of methods with a body: path parameters by position, properties of the body as keywords."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def arguments(
    positional: Sequence[Any],
    path: Mapping[str, Any],
    body: Any,
    body_fields: Mapping[str, Any] | None = None,
    unknown: Mapping[str, Any] | None = None,
) -> tuple[Any, ...]:
    """The path parameters of a call in their order, and its body.

    ``positional`` are the values of the ``path`` parameters that are None, and of the body. Raises TypeError
    if there are too many of them, if a path parameter is missing, for two bodies, and for ``unknown``
    keyword arguments.
    """
    if unknown:
        raise TypeError(f"unexpected keyword argument: {', '.join(unknown)}")
    named = {**path, "body": body}
    missing = [name for name, value in named.items() if value is None]
    if len(positional) > len(missing):
        names = ", ".join(missing) or "none"
        raise TypeError(f"too many positional arguments: {len(positional)}; without a value are {names}")
    named.update(zip(missing, positional, strict=False))
    lacking = [name for name in path if named[name] is None]
    if lacking:
        raise TypeError(f"missing path parameter: {', '.join(lacking)}")
    return (*(named[name] for name in path), body_of(named["body"], body_fields or {}))


def body_of(body: Any, body_fields: Mapping[str, Any]) -> Any:
    """The body of a call: ``body``, or the mapping of its fields. Raises TypeError if both are given."""
    if not body_fields:
        return body
    if body is not None:
        names = ", ".join(body_fields)
        raise TypeError(f"pass the body as `body` or its properties as keywords, not both: {names}")
    return body_fields
