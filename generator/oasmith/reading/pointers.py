"""JSON pointers (RFC 6901)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote


def split_pointer(pointer: str) -> list[str]:
    """``/a~1b/0`` to ``["a/b", "0"]``; the empty pointer to no parts."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def join_pointer(parts: Iterable[str | int]) -> str:
    """``["a/b", 0]`` to ``/a~1b/0``."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def fragment_pointer(fragment: str) -> str:
    """The pointer in a URI fragment without its ``#``, percent-decoded (RFC 6901 §6)."""
    return unquote(fragment)


def array_index(part: str) -> int | None:
    """A part of a pointer as an index into an array (RFC 6901 §4), None for any other text."""
    return int(part) if part.isascii() and part.isdigit() and len(part) < 10 else None


def look_up(data: Any, pointer: str) -> Any:
    """What a pointer leads to. Raises KeyError where it leads nowhere."""
    for part in split_pointer(pointer):
        if isinstance(data, dict) and part in data:
            data = data[part]
        elif isinstance(data, list) and (index := array_index(part)) is not None and index < len(data):
            data = data[index]
        else:
            raise KeyError(pointer)
    return data


def resolved(document: Any, node: Any) -> Any:
    """What a Reference Object stands for; summary and description beside it win (OpenAPI 3.1 §4.8.23)."""
    seen: set[str] = set()
    own: dict[str, Any] = {}
    while isinstance(node, dict) and isinstance(node.get("$ref"), str) and node["$ref"] not in seen:
        seen.add(node["$ref"])
        own = {key: value for key, value in node.items() if key != "$ref"} | own
        node = look_up(document, fragment_pointer(node["$ref"][1:]))
    return {**node, **own} if own else node
