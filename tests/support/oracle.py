"""jsonschema as a second opinion on requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators

from support.page import description


@cache
def oracle(name: str) -> Any:
    """jsonschema's validator for a component schema of the description, formats asserted."""
    # jsonschema leaves this function without types.
    with_ecma: Any = validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"pattern": _ecma_pattern}
    )
    schema = {"$ref": f"#/components/schemas/{name}", "components": description()["components"]}
    return with_ecma(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def failing_rules(name: str, value: Any) -> set[str]:
    """The ids of the rules that jsonschema says a value breaks; an empty one for all that is no rule."""
    return {_rule_of(name, error) for error in oracle(name).iter_errors(value)}


def rules_of(node: Any) -> Iterator[Any]:
    """Every rule in a schema that a client enforces."""
    if isinstance(node, dict):
        rule = node.get("x-rule")
        if rule is not None and rule.get("enforced-by") != "server":
            yield rule
        for value in node.values():
            yield from rules_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from rules_of(value)


def _rule_of(name: str, error: ValidationError) -> str:
    """The rule on the way to the keyword that failed; jsonschema leaves references out of the way."""
    components = description()["components"]
    node: Any = components["schemas"][name]
    found = ""
    for part in error.absolute_schema_path:
        if isinstance(node, dict) and part not in node:
            node = components["schemas"][node["$ref"].rpartition("/")[2]]
        node = node[part]
        if isinstance(node, dict) and "x-rule" in node:
            found = node["x-rule"]["id"]
    return found


def _ecma_pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """``pattern`` with the ``$`` of ECMA-262, which Python's own also lets stand before a last newline."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$(?=\)?$)", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")
