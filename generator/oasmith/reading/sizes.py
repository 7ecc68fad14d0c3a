"""Limits on the size of a description, so that every run ends within minutes."""

from __future__ import annotations

from collections.abc import Iterator

from oasmith.errors import OasmithError
from oasmith.reading.files import SourceFile
from oasmith.structure import METHODS, Document, Parts, join_pointer, walk

MOST: dict[str, int] = {
    "schemas": 20_000,
    "operations": 10_000,
    "parameters": 1_000,
    "properties": 5_000,
    "enum": 10_000,
    "oneOf": 1_000,
    "anyOf": 1_000,
    "allOf": 1_000,
}
"""The largest number of members, by the field that has them; ``operations`` are those of the document."""


def require_manageable(document: Document, source: SourceFile) -> None:
    """Raise OasmithError for each part of a document that has more members than its limit."""
    problems = [
        source.problem(
            f"has {count:,} members, more than the limit of {MOST[name]:,} for {name}",
            "Generate a part of the description with --include-tag, --include-path or --include-operation, "
            "or split it.",
            join_pointer(parts),
        )
        for parts, name, count in _counts(document)
        if count > MOST[name]
    ]
    if problems:
        raise OasmithError(problems)


def _counts(document: Document) -> Iterator[tuple[Parts, str, int]]:
    operations = 0
    for place in walk("document", document):
        operations += place.kind == "operation" and place.parts[-1] in METHODS
        fields = _FIELDS.get(place.kind, ()) if isinstance(place.node, dict) else ()
        for field in fields:
            if isinstance(place.node.get(field), (dict, list)):
                yield (*place.parts, field), field, len(place.node[field])
    yield ("paths",), "operations", operations


_FIELDS = {
    "components": ("schemas",),
    "path_item": ("parameters",),
    "operation": ("parameters",),
    "schema": ("properties", "enum", "oneOf", "anyOf", "allOf"),
}
