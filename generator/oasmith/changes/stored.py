"""The description that a client was generated from, which is stored beside the client.

It is the document of OpenAPI 3.1 that was used, without what only documentation needs: one line of JSON for
each path and component, so that version control shows what changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from oasmith.errors import OasmithError, Problem
from oasmith.structure import Document, Kind, Node, Parts, map_objects

STORED = ".oasmith-description.json"

_TEXTS = frozenset(("description", "summary", "example", "examples", "externalDocs", "$comment"))
_SPLIT = ("paths", "webhooks", "components")


def compact(document: Document) -> Document:
    """The document without descriptions and examples, which say nothing about what is sent."""
    found: Document = map_objects("document", document, _without_texts)
    info = {key: value for key, value in found["info"].items() if key in ("title", "version")}
    tags = [
        {key: value for key, value in tag.items() if key not in _TEXTS} for tag in found.get("tags") or ()
    ]
    components = {key: value for key, value in (found.get("components") or {}).items() if key != "examples"}
    return {**found, "info": info, "tags": tags, "components": components}


def _without_texts(kind: Kind, node: Node, parts: Parts) -> Node:
    if kind in ("callback", "components", "example"):
        return node
    if _TEXTS.isdisjoint(node):
        return node
    return {key: value for key, value in node.items() if key not in _TEXTS}


def stored_text(document: Document) -> str:
    """The text of the file for a document; the same for equal documents."""
    return "{\n" + ",\n".join(_lines(compact(document))) + "\n}\n"


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    for key, value in document.items():
        if key in _SPLIT and isinstance(value, Mapping) and value:
            inner = ",\n".join(_members(value, key == "components"))
            yield f"{json.dumps(key)}: {{\n{inner}\n}}"
        else:
            yield f"{json.dumps(key)}: {_json(value)}"


def _members(value: Mapping[str, Any], is_nested: bool) -> Iterator[str]:
    for key, member in value.items():
        if is_nested and isinstance(member, Mapping) and member:
            inner = ",\n".join(_members(member, False))
            yield f" {json.dumps(key)}: {{\n{inner}\n }}"
        else:
            yield f"  {json.dumps(key)}: {_json(member)}"


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def stored_document(output: Path) -> Document:
    """The document in an output folder. Raises OasmithError if there is none or it cannot be read."""
    path = output / STORED
    try:
        found: Document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise OasmithError(
            Problem(
                "has no stored description to compare with",
                "Run oasmith generate once, or pass two descriptions, or --against a git revision.",
                str(path),
            )
        ) from None
    except (OSError, ValueError, RecursionError):
        raise OasmithError(
            Problem("cannot be read", "Restore it from version control, or generate again.", str(path))
        ) from None
    return found
