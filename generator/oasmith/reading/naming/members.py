"""Names that tell the members of a union apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from oasmith.names import words
from oasmith.reading.naming.words import pascal_case
from oasmith.structure import Node


def member_suffixes(members: list[Any], name: str) -> list[str]:
    """A name for each member of the union ``name``: the first of its names that no other member has."""
    fields = [dict(inline_properties(member)) for member in members]
    names = [
        list(dict.fromkeys(_member_names(member, index, fields, name))) if isinstance(member, dict) else []
        for index, member in enumerate(members)
    ]
    times = Counter(suffix for suffixes in names for suffix in suffixes)
    chosen = [next((suffix for suffix in suffixes if times[suffix] == 1), None) for suffixes in names]
    left = Counter(
        suffixes[-1] for suffixes, choice in zip(names, chosen, strict=True) if suffixes and not choice
    )
    for index, suffixes in enumerate(names):
        if chosen[index] is None:
            last = suffixes[-1] if suffixes else "Variant"
            is_free = left[last] == 1 and last not in chosen
            chosen[index] = last if is_free else f"{last}{index + 1}"
    return [str(suffix) for suffix in chosen]


def _member_names(member: Node, index: int, fields: list[dict[str, Any]], name: str) -> Iterator[str]:
    """Its names, the best first: title, fixed values, base, a field of its own, items, type."""
    if isinstance(member.get("title"), str) and words(member["title"]):
        yield pascal_case(member["title"])
    own = fields[index]
    yield from _fixed(own.values(), 1)
    for part in member.get("allOf", ()):
        if isinstance(part, dict) and isinstance(part.get("$ref"), str):
            yield _without_start(part["$ref"].rpartition("/")[2], name)
    others = {field for other, theirs in enumerate(fields) if other != index for field in theirs}
    alone = sorted(own.keys() - others)
    required = [field for field in alone if field in member.get("required", ())] or alone
    if required and words(required[0]):
        yield "With" + pascal_case(required[0])
    yield from _fixed(own.values(), 3)
    for field, schema in own.items():
        items = schema.get("items") if isinstance(schema, dict) else None
        if isinstance(items, dict) and isinstance(items.get("type"), str) and words(field):
            yield f"{pascal_case(field)}Of{pascal_case(items['type'])}s"
    if isinstance(member.get("type"), str):
        yield pascal_case(member["type"])


def _fixed(schemas: Iterable[Any], most: int) -> Iterator[str]:
    """A name from the strings that a field may have, where there are no more than ``most``."""
    for schema in schemas:
        values = schema.get("enum", [schema.get("const")]) if isinstance(schema, dict) else []
        if 0 < len(values) <= most and all(isinstance(value, str) and words(value) for value in values):
            yield "Or".join(map(pascal_case, values))


def inline_properties(schema: Any) -> Iterator[tuple[str, Any]]:
    """The properties of a schema and of the inline members of its ``allOf``."""
    if isinstance(schema, dict):
        yield from (schema.get("properties") or {}).items()
        for part in schema.get("allOf", ()):
            yield from inline_properties(part)


def _without_start(text: str, start: str) -> str:
    """``RepositoryRuleCreation`` after ``RepositoryRuleDetailed`` is ``Creation``."""
    left = words(text)
    for word in words(start):
        if left[1:] and left[0] == word:
            left = left[1:]
        else:
            break
    return pascal_case(" ".join(left))
