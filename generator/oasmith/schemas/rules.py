"""Conditional rules of a description: members of an ``allOf`` with ``x-rule``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oasmith.extensions import RULE, RuleNote
from oasmith.schemas.nodes import Schema, members
from oasmith.structure import walk


def rules(schema: Schema) -> Iterator[tuple[RuleNote, str | None]]:
    """Each ``x-rule`` in a schema with the property that it is about, None for the whole object."""
    for place in walk("schema", schema):
        rule = RULE.of(place.node)
        if rule is not None and place.parts[-2:-1] == ("allOf",):
            yield rule, str(place.parts[1]) if place.parts[0] == "properties" else None


def own_rules(schema: Schema) -> dict[str, Any]:
    """A schema with only the rules of an object and of its properties."""
    properties = schema.get("properties", {}) if isinstance(schema, Mapping) else {}
    ruled = {name: {"allOf": found} for name, value in properties.items() if (found := _ruled(value))}
    own = _ruled(schema)
    return ({"properties": ruled} if ruled else {}) | ({"allOf": own} if own else {})


def is_for_server(schema: Schema) -> bool:
    """Whether a schema is a rule that only the server can check."""
    rule = RULE.of(schema)
    return rule is not None and rule.enforced_by == "server"


def without_server_rules(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema object without the rules in its ``allOf`` that only the server can check."""
    left = [member for member in members(schema) if not is_for_server(member)]
    others = {keyword: value for keyword, value in schema.items() if keyword != "allOf"}
    return others | ({"allOf": left} if left else {})


def is_rule(schema: Schema) -> bool:
    """Whether a member of an ``allOf`` is a rule, not a part of the type."""
    return RULE.of(schema) is not None


def _ruled(schema: Schema) -> list[Schema]:
    return [member for member in members(schema) if is_rule(member)]
