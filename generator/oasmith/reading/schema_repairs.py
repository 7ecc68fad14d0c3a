"""Schemas that cannot mean what they say: repaired as their authors meant them, each with a report.

What is repaired here are patterns that do not compile, values that are not of their schema's type, null
beside a reference, and members of a ``oneOf`` that are valid together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from oasmith.reading.files import SourceFile
from oasmith.reading.overlaps import both_valid
from oasmith.reading.patterns import compilable, remedy, without_delimiters
from oasmith.structure import Kind, Parts, join_pointer, map_objects

Note = Callable[[Parts, str, str], None]
"""Reports a repair: where it is, what was found, and what to do."""
Written = Callable[[Parts, Any], str]
"""The text of a value in its file."""

_ANNOTATIONS = {
    "title", "description", "summary", "deprecated", "readOnly", "writeOnly", "example", "examples",
    "externalDocs", "default", "xml",
}  # fmt: skip
_SHORT = 80


def repair_schemas(document: dict[str, Any], source: SourceFile, note: Note) -> dict[str, Any]:
    """The document with such schemas repaired. ``source`` knows how its values are written."""
    version = str(document["openapi"])
    written = written_in(source)
    loose: set[Parts] = set()

    def repaired(kind: Kind, node: dict[str, Any], parts: Parts) -> dict[str, Any]:
        if kind != "schema" or _LOOKED_INTO.isdisjoint(node):
            return node
        context = _Context(parts, version, written, note)
        found = _patterns(_values(_null_beside_others(node, context), context), context)
        if "pattern" in node and "pattern" not in found:
            loose.add(parts)
        return found

    document = map_objects("document", document, repaired)
    return _exclusive_unions(document, loose, note)


def written_in(source: SourceFile) -> Written:
    """A function for the text of a value in a file, by its place there."""

    def written(parts: Parts, value: Any) -> str:
        # JSON and YAML write everything but these in one way only.
        is_plain = isinstance(value, int) and not isinstance(value, bool) and source.text[:1] == "{"
        text = None if is_plain else source.text_of(join_pointer(parts))
        return text if text is not None and _is_text_of(text, value) else json.dumps(value)

    return written


_LOOKED_INTO = {"nullable", "allOf", "enum", "const", "default", "pattern", "patternProperties"}


class _Context:
    """What a repair knows of a schema's surroundings, and how it reports."""

    def __init__(self, parts: Parts, version: str, written: Written, note: Note) -> None:
        self.parts = parts
        self.is_3_0 = version.startswith("3.0")
        self._written = written
        self._note = note

    def note(self, keyword: str | int, message: str, remedy: str) -> None:
        self._note((*self.parts, keyword), message, remedy)

    def written(self, keyword: str, index: int | None, value: Any) -> str:
        """A value of the schema as the file has it."""
        place = (*self.parts, keyword) if index is None else (*self.parts, keyword, index)
        return self._written(place, value)


def _is_text_of(text: str, value: Any) -> bool:
    """Whether a text can be what a value was read from: it may be from another of several files."""
    if isinstance(value, (bool, str)):
        return text.lower() == str(value).lower()
    with suppress(ValueError):
        return bool(int(text, 0) == value)
    with suppress(ValueError):
        return bool(float(text) == value)
    return False


# Null


def _null_beside_others(schema: dict[str, Any], context: _Context) -> dict[str, Any]:
    """``nullable`` beside a ``$ref``, or alone in an ``allOf``: null is meant for the whole."""
    if "$ref" in schema:
        if schema.get("nullable") is not True:
            return schema
        context.note(
            "nullable",
            "has no effect beside $ref; null is accepted as well",
            "Write `allOf: [{$ref: …}]` and `nullable: true`." if context.is_3_0
            else "Write `anyOf: [{$ref: …}, {type: 'null'}]`.",
        )  # fmt: skip
        words = {key: value for key, value in schema.items() if key in _ANNOTATIONS}
        reference = {key: value for key, value in schema.items() if key not in words and key != "nullable"}
        if context.is_3_0:
            return {**words, "allOf": [reference], "nullable": True}
        return {**words, "anyOf": [reference, {"type": "null"}]}
    members = schema.get("allOf")
    if not isinstance(members, list):
        return schema
    alone = [index for index, member in enumerate(members) if _says_only_nullable(member)]
    if not alone or len(alone) == len(members):
        return schema
    for index in alone:
        context.note(
            "allOf",
            f"has `nullable` alone in member {index}, which has no effect; null is accepted as well",
            "Write `nullable: true` beside `allOf`." if context.is_3_0
            else "Write `anyOf: [{$ref: …}, {type: 'null'}]`.",
        )  # fmt: skip
    left = [member for index, member in enumerate(members) if index not in alone]
    words = {key: value for index in alone for key, value in members[index].items() if key in _ANNOTATIONS}
    if context.is_3_0:
        return {**words, **schema, "allOf": left, "nullable": True}
    rest = {key: value for key, value in schema.items() if key not in _ANNOTATIONS}
    words |= {key: value for key, value in schema.items() if key in _ANNOTATIONS}
    return {**words, "anyOf": [{**rest, "allOf": left}, {"type": "null"}]}


def _says_only_nullable(member: Any) -> bool:
    return (
        isinstance(member, dict)
        and member.get("nullable") is True
        and member.keys() - _ANNOTATIONS == {"nullable"}
    )


# Values


def _values(schema: dict[str, Any], context: _Context) -> dict[str, Any]:
    """A schema whose enum, const and default are of its type.

    A value that reads as one of the type becomes that; a type that no value fits gives way to the values.
    """
    if not _kinds(schema):
        return schema
    schema = _with_enum(_with_items_enum(schema, context), context)
    result = dict(schema)
    for keyword in ("const", "default"):
        value = schema.get(keyword)
        if keyword not in schema or value is None or _fits(value, _kinds(schema)):
            continue
        converted = _converted(value, _kinds(schema), context.written(keyword, None, value))
        if converted is not None:
            result[keyword] = converted
            _report_converted(keyword, [(value, converted)], schema["type"], context)
        elif keyword == "const":
            result["type"] = _kind(value)
            context.note(keyword, f"{value!r} is not of type {_named(schema)}; the type is ignored",
                         "Correct the type or the value.")  # fmt: skip
    return result


def _with_items_enum(schema: dict[str, Any], context: _Context) -> dict[str, Any]:
    """An array whose ``enum`` lists what its items may be."""
    values, items = schema.get("enum"), schema.get("items")
    is_of_items = (
        _kinds(schema) - {"null"} == {"array"}
        and isinstance(values, list)
        and isinstance(items, dict)
        and "enum" not in items
        and bool(_kinds(items))
        and bool(values)
        and not any(isinstance(value, list) for value in values)
    )
    if not is_of_items:
        return schema
    context.note("enum", "lists the values of the items, not of the array", "Write it in `items`.")
    rest = {key: value for key, value in schema.items() if key != "enum"}
    return {**rest, "items": {**schema["items"], "enum": values}}


def _with_enum(schema: dict[str, Any], context: _Context) -> dict[str, Any]:
    values = schema.get("enum")
    kinds = _kinds(schema)
    if isinstance(values, list) and "null" in kinds and None not in values and not context.is_3_0:
        context.note("enum", "does not list null, which the type allows; null is accepted",
                     "Add null to the values, or remove 'null' from the types.")  # fmt: skip
        values = [*values, None]
        schema = {**schema, "enum": values}
    if not isinstance(values, list) or not values or all(_fits(value, kinds) for value in values):
        return schema
    result: list[Any] = []
    changed: list[tuple[Any, Any]] = []
    for index, value in enumerate(values):
        converted = None
        if value is not None and not _fits(value, kinds):
            converted = _converted(value, kinds, context.written("enum", index, value))
        if converted is not None:
            changed.append((value, converted))
        new = value if converted is None else converted
        if not any(new == other and type(new) is type(other) for other in result):
            result.append(new)
    if changed:
        _report_converted("enum", changed, schema["type"], context)
    return _with_type_of({**schema, "enum": result}, context)


def _with_type_of(schema: dict[str, Any], context: _Context) -> dict[str, Any]:
    """A schema whose type allows the values of its ``enum``: what is listed by name is meant."""
    kinds = _kinds(schema)
    unfit = [value for value in schema["enum"] if not _fits(value, kinds)]
    if None in unfit:
        context.note("enum", "lists null, which the type does not allow; null is accepted",
                     "Write `nullable: true`, or remove null." if context.is_3_0
                     else "Add 'null' to the types, or remove null.")  # fmt: skip
        schema = _with_null_type(schema, context)
    others = [value for value in unfit if value is not None]
    if not others:
        return schema
    listed = ", ".join(json.dumps(value) for value in others)
    context.note("enum", _shortened(f"lists {listed}, not of type {_named(schema)}; the type is ignored"),
                 "Correct the type or the values.")  # fmt: skip
    wanted = {_kind(value) for value in schema["enum"] if value is not None}
    rest = {key: value for key, value in schema.items() if key != "type"}
    if len(wanted) > 1:
        return rest
    is_nullable = None in schema["enum"] and not context.is_3_0
    return {**rest, "type": [*wanted, "null"] if is_nullable else wanted.pop()}


def _with_null_type(schema: dict[str, Any], context: _Context) -> dict[str, Any]:
    if context.is_3_0:
        return {**schema, "nullable": True}
    kinds = schema["type"]
    return {**schema, "type": [*([kinds] if isinstance(kinds, str) else kinds), "null"]}


def _kinds(schema: dict[str, Any]) -> set[str]:
    """The types that a schema names; empty where it names none."""
    kinds = schema.get("type")
    named = {kinds} if isinstance(kinds, str) else set(kinds) if isinstance(kinds, list) else set()
    if not named <= set(_PYTHON_TYPES):
        return set()
    return named | {"null"} if named and schema.get("nullable") is True else named


_PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "boolean": bool, "integer": int, "number": (int, float), "array": list, "object": dict,
    "null": type(None),
}  # fmt: skip


def _fits(value: Any, kinds: set[str]) -> bool:
    if isinstance(value, bool):
        return "boolean" in kinds
    if isinstance(value, float) and value.is_integer() and "number" not in kinds:
        return False  # 1.0 is an integer, but written so that no Python type has it
    return any(isinstance(value, _PYTHON_TYPES[kind]) for kind in kinds)


def _kind(value: Any) -> str:
    """The JSON type of a value."""
    return next(kind for kind in ("boolean", *_PYTHON_TYPES) if isinstance(value, _PYTHON_TYPES[kind]))


def _named(schema: dict[str, Any]) -> str:
    kinds = schema["type"]
    return kinds if isinstance(kinds, str) else " or ".join(kinds)


def _converted(value: Any, kinds: set[str], text: str) -> Any:
    """A value as one of the types that its text reads as; None where it reads as none."""
    if isinstance(value, str):
        if "integer" in kinds and re.fullmatch(r"-?(?:0|[1-9]\d*)", value):
            return int(value)
        if "number" in kinds and re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", value):
            return json.loads(value)
        return _BOOLEANS.get(value.lower()) if "boolean" in kinds else None
    if isinstance(value, float) and value.is_integer() and "integer" in kinds:
        return int(value)
    return text if "string" in kinds and isinstance(value, (bool, int, float)) else None


_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
"""What YAML 1.1 reads as booleans."""


def as_type(value: Any, kinds: set[str], text: str) -> Any:
    """A value as one of the types, if it is none of them and its text reads as one."""
    converted = None if _fits(value, kinds) else _converted(value, kinds, text)
    return value if converted is None else converted


def _report_converted(
    keyword: str, changed: list[tuple[Any, Any]], kinds: str | list[str], context: _Context
) -> None:
    told = [(old, new) for old, new in changed if old != new or isinstance(old, bool)]  # 1.0 and 1 are equal
    if not told:
        return
    kind = kinds if isinstance(kinds, str) else " or ".join(kinds)
    found = ", ".join(json.dumps(old) for old, _ in told)
    used = ", ".join(json.dumps(new) for _, new in told)
    what = (
        f"has values that are not of type {kind}: {found}"
        if keyword == "enum"
        else f"{found} is not of type {kind}"
    )
    verb = "are" if len(told) > 1 else "is"
    remedy = "with" if any(isinstance(new, str) for _, new in told) else "without"
    context.note(keyword, _shortened(f"{what}; {used} {verb} used"), f"Write them {remedy} quotes."
                 if len(told) > 1 else f"Write it {remedy} quotes.")  # fmt: skip


# Patterns


def _patterns(schema: dict[str, Any], context: _Context) -> dict[str, Any]:
    """A schema with only patterns that compile, in the form in which they do."""
    result = dict(schema)
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        sound = _sound(pattern, "pattern", context)
        if sound is None:
            del result["pattern"]
            context.note("pattern", _uncompiled(pattern), remedy(pattern))
        else:
            result["pattern"] = sound
    if not isinstance(schema.get("patternProperties"), dict):
        return result
    sounds = {key: compilable(key) for key in schema["patternProperties"]}
    result["patternProperties"] = {
        sound: schema["patternProperties"][key] for key, sound in sounds.items() if sound is not None
    }
    for key in (key for key, sound in sounds.items() if sound is None):
        context.note("patternProperties", _uncompiled(key), remedy(key))
        # A property that it would match is not an additional one.
        result.pop("additionalProperties", None)
        result.pop("unevaluatedProperties", None)
    if not result["patternProperties"]:
        del result["patternProperties"]
    return result


def _sound(pattern: str, keyword: str, context: _Context) -> str | None:
    bare = without_delimiters(pattern)
    sound = compilable(bare)
    if bare != pattern and sound is not None:
        context.note(keyword, f"{_shortened(pattern)!r} is a JavaScript literal and matches nothing; "
                     "what is between its slashes is used", "Remove the slashes.")  # fmt: skip
    return sound


def _uncompiled(pattern: str) -> str:
    return f"the pattern {_shortened(pattern)!r} does not compile and is ignored"


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * _SHORT else f"{text[:_SHORT]} … {text[-_SHORT:]}"


# Unions


def _exclusive_unions(document: dict[str, Any], loose: set[Parts], note: Note) -> dict[str, Any]:
    """The document in which a ``oneOf`` whose members allow the same values is ``anyOf``.

    ``loose`` are the schemas that lost a pattern, and therefore allow more than they are described to.
    """
    schemas = (document.get("components") or {}).get("schemas") or {}
    negations = _negations(loose)

    def repaired(kind: Kind, node: dict[str, Any], parts: Parts) -> dict[str, Any]:
        if kind != "schema":
            return node
        if parts in negations:
            node = {key: value for key, value in node.items() if key not in negations[parts]}
        members = node.get("oneOf")
        if not isinstance(members, list) or "anyOf" in node or len(members) < 2:
            return node
        is_loose = any((*parts, "oneOf", index) in loose for index in range(len(members)))
        pair = None if is_loose or "discriminator" in node else both_valid(members, schemas)
        if pair is None and not is_loose:
            return node
        if pair is not None:
            note(
                (*parts, "oneOf"),
                f"has members {pair[0]} and {pair[1]} that allow the same values; it is used as anyOf",
                "Write `anyOf`, or members that exclude each other.",
            )
        return {("anyOf" if key == "oneOf" else key): value for key, value in node.items()}

    return dict(map_objects("document", document, repaired))


_NEGATIONS = {
    "not": ("not",),
    "if": ("if", "then", "else"),
    "contains": ("contains", "minContains", "maxContains"),
}


def _negations(loose: set[Parts]) -> dict[Parts, set[str]]:
    """By schema the keywords that would be met by everything, or by nothing, without a removed pattern."""
    found: dict[Parts, set[str]] = {}
    for place in loose:
        for index, part in enumerate(place):
            if part in _NEGATIONS:
                found.setdefault(place[:index], set()).update(_NEGATIONS[str(part)])
    return found
