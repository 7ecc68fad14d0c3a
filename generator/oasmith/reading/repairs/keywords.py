"""The table of repairs of schemas: null, patterns, and keywords of another version of OpenAPI.

Repairs of values (``enum``, ``const`` and ``default``) are in ``values``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from oasmith.reading.repairs.patterns import compilable, remedy, without_delimiters
from oasmith.reading.repairs.row import SCHEMA, Context, Found, Repair, drop, keep, replace, shortened, when
from oasmith.reading.upgrade import nullable
from oasmith.structure import Node

ANNOTATIONS = {
    "title", "description", "summary", "deprecated", "readOnly", "writeOnly", "example", "examples",
    "externalDocs", "default", "xml",
}  # fmt: skip
"""Keywords that say nothing about which values are valid."""
_SCHEMAS = "#/components/schemas/"
_NULL = {"type": "null"}


def _in_version(context: Context) -> dict[str, object]:
    """How a document of its version allows null beside a reference, for a remedy."""
    return {
        "null": "`allOf: [{$ref: …}]` and `nullable: true`" if context.is_3_0
        else "`anyOf: [{$ref: …}, {type: 'null'}]`",
    }  # fmt: skip


# Null


def _nullable_reference(schema: Node, context: Context) -> Iterator[Found]:
    if "$ref" in schema and schema.get("nullable") is True:
        yield Found(("nullable",), words=_in_version(context))


def _with_null_beside(schema: Node, found: Sequence[Found], context: Context) -> Node:
    words = {key: value for key, value in schema.items() if key in ANNOTATIONS}
    reference = {key: value for key, value in schema.items() if key not in words and key != "nullable"}
    if context.is_3_0:
        context.moved(("allOf", 0))
        return {**words, "allOf": [reference], "nullable": True}
    context.moved(("anyOf", 0))
    return {**words, "anyOf": [reference, _NULL]}


def _nullable_members(schema: Node, context: Context) -> Iterator[Found]:
    members = schema["allOf"]
    if "$ref" in schema or not isinstance(members, list):
        return
    alone = [index for index, member in enumerate(members) if _says_only_nullable(member)]
    if len(alone) == len(members):
        return
    null = "`nullable: true` beside `allOf`" if context.is_3_0 else _in_version(context)["null"]
    for index in alone:
        yield Found(("allOf",), index, {"index": index, "null": null})


def _without_nullable_members(schema: Node, found: Sequence[Found], context: Context) -> Node:
    alone = [mistake.value for mistake in found]
    members = schema["allOf"]
    left = [member for index, member in enumerate(members) if index not in alone]
    words = {key: value for index in alone for key, value in members[index].items() if key in ANNOTATIONS}
    if context.is_3_0:
        return {**words, **schema, "allOf": left, "nullable": True}
    rest = {key: value for key, value in schema.items() if key not in ANNOTATIONS}
    words |= {key: value for key, value in schema.items() if key in ANNOTATIONS}
    return {**words, "anyOf": [{**rest, "allOf": left}, _NULL]}


def _says_only_nullable(member: Any) -> bool:
    return (
        isinstance(member, dict)
        and member.get("nullable") is True
        and member.keys() - ANNOTATIONS == {"nullable"}
    )


def _with_null(schema: Node, found: Sequence[Found], context: Context) -> Node:
    result = nullable({key: value for key, value in schema.items() if key != "nullable"})
    if "anyOf" in result and "anyOf" not in schema:
        context.moved(("anyOf", 0))
    return result


# Patterns


def _literal_pattern(schema: Node, context: Context) -> Iterator[Found]:
    pattern = schema["pattern"]
    bare = without_delimiters(pattern) if isinstance(pattern, str) else pattern
    if bare != pattern and compilable(bare) is not None:
        yield Found(("pattern",), bare, {"pattern": repr(shortened(pattern))})


def _uncompiled_pattern(schema: Node, context: Context) -> Iterator[Found]:
    """A pattern that does not compile, or only in another form."""
    pattern = schema["pattern"]
    # A literal that is left here does not compile between its slashes either.
    sound = compilable(without_delimiters(pattern)) if isinstance(pattern, str) else pattern
    if sound != pattern:
        yield Found(("pattern",), sound, _uncompiled(pattern), sound is None)


def _with_compilable_pattern(schema: Node, found: Sequence[Found], context: Context) -> Node:
    if found[0].value is not None:
        return replace(schema, found, context)
    context.walk.loosened.add(context.parts)
    return drop(schema, found, context)


def _uncompiled(pattern: str) -> dict[str, object]:
    return {"pattern": repr(shortened(pattern)), "remedy": remedy(pattern)}


def _property_patterns(schema: Node, context: Context) -> Iterator[Found]:
    properties = schema["patternProperties"]
    for pattern in properties if isinstance(properties, dict) else ():
        sound = compilable(pattern)
        if sound != pattern:
            yield Found(("patternProperties",), (pattern, sound), _uncompiled(pattern), sound is None)


def _with_property_patterns(schema: Node, found: Sequence[Found], context: Context) -> Node:
    changed = dict(mistake.value for mistake in found)
    properties = {
        changed.get(pattern, pattern): value
        for pattern, value in schema["patternProperties"].items()
        if changed.get(pattern, pattern) is not None
    }
    result = {**schema, "patternProperties": properties}
    if None in changed.values():  # a property that it would match is not an additional one
        result.pop("additionalProperties", None)
        result.pop("unevaluatedProperties", None)
    if not properties:
        del result["patternProperties"]
    return result


# Keywords of another version


_SINCE_3_1 = frozenset({
    "const", "contentEncoding", "contentMediaType", "contentSchema", "if", "then", "else", "prefixItems",
    "patternProperties", "propertyNames", "contains", "minContains", "maxContains", "dependentRequired",
    "dependentSchemas", "unevaluatedItems", "unevaluatedProperties", "$defs", "$comment", "examples",
})  # fmt: skip
_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


def _keyword_of_3_1(schema: Node, context: Context) -> Iterator[Found]:
    keyword = next(iter(sorted(_SINCE_3_1 & schema.keys())), "type")
    kinds = schema.get("type")
    is_newer = isinstance(kinds, list) or kinds == "null"
    if keyword != "type" or is_newer or not all(isinstance(schema.get(it, False), bool) for it in _BOUNDS):
        context.walk.uses_3_1_keywords = True
        yield Found((keyword,))


def _boolean_bounds(schema: Node, context: Context) -> Iterator[Found]:
    for bound in _BOUNDS:
        if isinstance(schema.get(bound), bool):
            yield Found((bound,), words={"bound": bound})


def _bounds_without_limit(schema: Node, context: Context) -> Iterator[Found]:
    for bound, limit in _BOUNDS.items():
        if isinstance(schema.get(bound), bool) and limit not in schema:
            yield Found((bound,), words={"limit": limit})


def _with_number_bounds(schema: Node, found: Sequence[Found], context: Context) -> Node:
    result = dict(schema)
    for mistake in found:
        bound = str(mistake.at[0])
        if result.pop(bound) and _BOUNDS[bound] in result:
            result[bound] = result.pop(_BOUNDS[bound])
    return result


def _examples_list(schema: Node, context: Context) -> Iterator[Found]:
    examples = schema["examples"]
    if not isinstance(examples, list):
        values = list(examples.values()) if isinstance(examples, dict) else [examples]
        listed = [it["value"] if isinstance(it, dict) and "value" in it else it for it in values]
        yield Found(("examples",), listed)


# Required


def _duplicate_required(schema: Node, context: Context) -> Iterator[Found]:
    names = schema["required"]
    if isinstance(names, list) and len(set(names)) < len(names):
        yield Found(("required",), list(dict.fromkeys(names)))


def _required_in_properties(schema: Node, context: Context) -> Iterator[Found]:
    """The properties that say themselves that they are required; each is reported there."""
    properties = schema["properties"]
    named = [
        name
        for name, value in (properties.items() if isinstance(properties, dict) else ())
        if isinstance(value, dict) and value.get("required") is True
    ]
    if named:
        listed = schema.get("required")
        names = [*(listed if isinstance(listed, list) else ()), *named]
        yield Found(("required",), list(dict.fromkeys(names)), reported=False)


def _empty_required(schema: Node, context: Context) -> Iterator[Found]:
    if schema["required"] == []:
        yield Found(("required",), reported=False)


def _foreign_reference(schema: Node, context: Context) -> Iterator[Found]:
    reference = schema["$ref"]
    if not str(reference).startswith(_SCHEMAS):
        yield Found(words={"reference": reference})


def _of(*fields: str) -> frozenset[str]:
    return frozenset(fields)


NULL_REPAIRS: tuple[Repair, ...] = (
    Repair(
        SCHEMA, _of("nullable"), _nullable_reference, _with_null_beside,
        "has no effect beside $ref; null is accepted as well", "Write {null}.", beside_ref=True,
    ),
    Repair(
        SCHEMA, _of("allOf"), _nullable_members, _without_nullable_members,
        "has `nullable` alone in member {index}, which has no effect; null is accepted as well",
        "Write {null}.",
    ),
)  # fmt: skip

PATTERN_REPAIRS: tuple[Repair, ...] = (
    Repair(
        SCHEMA, _of("pattern"), _literal_pattern, replace,
        "{pattern} has JavaScript slashes around it; they are removed",
        "Remove the slashes.", beside_ref=True,
    ),
    Repair(
        SCHEMA, _of("pattern"), _uncompiled_pattern, _with_compilable_pattern,
        "the pattern {pattern} does not compile and is ignored", "{remedy}", beside_ref=True,
    ),
    Repair(
        SCHEMA, _of("patternProperties"), _property_patterns, _with_property_patterns,
        "the pattern {pattern} does not compile and is ignored", "{remedy}", beside_ref=True,
    ),
)  # fmt: skip

KEYWORD_REPAIRS: tuple[Repair, ...] = (
    Repair(
        SCHEMA, _of("$ref"), _foreign_reference, lambda node, found, context: {},
        "{reference} is not a schema; a schema that allows anything replaces it", "Refer to a schema.",
        beside_ref=True,
    ),
    Repair(
        SCHEMA, _SINCE_3_1 | {"type", *_BOUNDS}, _keyword_of_3_1, keep,
        "exists only in OpenAPI 3.1; it is read as in 3.1", "Write `openapi: 3.1.1`.", is_3_0=True,
    ),
    Repair(
        SCHEMA, _of("nullable"), when(lambda node: node["nullable"] is True, "nullable"), _with_null,
        "exists only in OpenAPI 3.0; it is read as in 3.0", "Add null to its types.", is_3_0=False,
    ),
    Repair(
        SCHEMA, frozenset(_BOUNDS), _boolean_bounds, _with_number_bounds,
        "exists only in OpenAPI 3.0; it is read as in 3.0", "Write {bound}: NUMBER.", is_3_0=False,
    ),
    Repair(
        SCHEMA, frozenset(_BOUNDS), _bounds_without_limit, drop,
        "has no effect without `{limit}` and is ignored", "Add `{limit}`, or remove it.", is_3_0=True,
    ),
    Repair(
        SCHEMA, _of("examples"), _examples_list, replace, "is not a list", "Write a list of values.",
    ),
)  # fmt: skip

REQUIRED_REPAIRS: tuple[Repair, ...] = (
    Repair(
        SCHEMA, _of("required"), _duplicate_required, replace,
        "has duplicate names", "List each name once.",
    ),
    Repair(
        SCHEMA, _of("required"), when(lambda node: isinstance(node["required"], bool), "required"), drop,
        "is not a list of properties", "List the name in the parent's `required`.",
    ),
    Repair(SCHEMA, _of("properties"), _required_in_properties, replace),
    Repair(SCHEMA, _of("required"), _empty_required, drop),
)  # fmt: skip
