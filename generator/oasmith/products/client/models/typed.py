"""Reduces schemas to the keywords that Python types can express, for datamodel-code-generator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import NoneType
from typing import Any

from oasmith.products.client.formats import FORMATS
from oasmith.products.client.prose import wrapped
from oasmith.quoting import visible
from oasmith.schemas import is_number_or_text
from oasmith.structure import map_schemas

BASE_MODULE = "oasmith_base"
"""A placeholder for the module with the base classes, which is replaced by its relative name."""
_UNIONS = ("oneOf", "anyOf")

_SIMPLE_KEYWORDS = {
    "type", "const", "enum", "format", "pattern", "minLength", "maxLength", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems",
    "minProperties", "maxProperties",
}  # fmt: skip
"""Keywords that the type of a field can express; the contract validates the others."""

_TYPED_KEYWORDS = {
    "$ref", "allOf", "anyOf", "oneOf", "items", "prefixItems", "unevaluatedItems", "properties", "required",
    "additionalProperties", "patternProperties", "unevaluatedProperties", "discriminator", "description",
    "default", "deprecated", *_SIMPLE_KEYWORDS,
}  # fmt: skip
"""Keywords that a class can express. All others are removed, since datamodel-code-generator treats some as
instructions, for example to import a module."""


def typed(schema: Any) -> Any:
    """A named schema with only the keywords that a type can express.

    Rules without further conditions become keywords of the schema. Only fields can be marked as deprecated;
    the description of a type says that it is.
    """
    result = map_schemas(map_schemas(schema, _typed), _closed)
    return {k: v for k, v in result.items() if k != "deprecated"} if isinstance(result, dict) else result


def _typed(schema: dict[str, Any]) -> dict[str, Any]:
    """Reduce one schema object; the caller continues with the schemas inside it."""
    if "$ref" in schema and not (_PARTS - {"$ref"}) & schema.keys():
        return _reference(schema)
    result = {key: value for key, value in schema.items() if key in _TYPED_KEYWORDS}
    members: list[Any] = []
    if "$ref" in result:
        # Keywords beside a reference to a class make another class.
        members.append({"$ref": result.pop("$ref")})
    for member in schema.get("allOf", ()):
        if not isinstance(member, Mapping) or "x-rule" not in member:
            members.append(member)
        elif set(member) - {"x-rule"} <= _SIMPLE_KEYWORDS:
            result |= {
                key: value for key, value in member.items() if key in _SIMPLE_KEYWORDS and key not in result
            }
    if "const" in result and not isinstance(result["const"], (str, int, NoneType)):
        result["enum"] = [result.pop("const")]
    if "enum" in result:
        result["enum"] = possible(result["enum"], result) or result["enum"]
        if any(isinstance(value, (list, Mapping)) for value in result["enum"]):
            del result["enum"]  # a literal type cannot have them; the contract validates them
    if "allOf" in result:
        del result["allOf"]
    references = [member for member in members if isinstance(member, Mapping) and "$ref" in member]
    if references and _is_scalar(result):
        # Its own values are the most specific, else the reference.
        members = [member for member in members if member not in references]
        if not {"enum", "const"} & result.keys():
            return {
                **references[0],
                **{key: result[key] for key in ("description", "default") if key in result},
            }
    if members and not any(map(_has_parts, members)):
        result = _merged([result, *members])
    elif members:
        result["allOf"] = members
    for keyword in _UNIONS:
        if isinstance(result.get(keyword), list):
            result[keyword] = [_unlimited(member) for member in result[keyword]]
            if not any(_has_type(member) for member in result[keyword]):
                del result[keyword]
            elif is_number_or_text(schema):
                result[keyword].append({"type": "string", "format": "decimal"})
    if any(keyword in result for keyword in _UNIONS):
        # A limit on all members would make a named type of each.
        result = {
            key: value for key, value in result.items() if key not in _LIMITS - {"default", "deprecated"}
        }
    for keyword in ("items", "additionalProperties", "unevaluatedItems"):
        if keyword in result:
            result[keyword] = _unlimited(result[keyword])
    for keyword in ("prefixItems", "patternProperties"):
        if isinstance(result.get(keyword), list):
            result[keyword] = [_unlimited(item) for item in result[keyword]]
        elif isinstance(result.get(keyword), Mapping):
            result[keyword] = {key: _unlimited(item) for key, item in result[keyword].items()}
    _type_format(result)
    _describe(result)
    for keyword in ("minLength", "maxLength"):
        if keyword in result and _is_vacuous(keyword, result):
            del result[keyword]
    if "pattern" in result and not _is_pydantic_pattern(result["pattern"]):
        del result["pattern"]
    return result


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """An object that must have no other properties, with a type for them that has no values.

    Where patterns describe more properties, it is open: a class has no types for them.
    """
    others = next((schema[keyword] for keyword in _OTHERS if keyword in schema), True)
    if others is not False or not {"properties", "allOf"} & schema.keys():
        return schema
    no_field = {"type": "string", "customTypePath": f"{BASE_MODULE}.NoField"}
    closing = {} if schema.get("patternProperties") else {"additionalProperties": no_field}
    return {key: value for key, value in schema.items() if key not in _OTHERS} | closing


_OTHERS = ("additionalProperties", "unevaluatedProperties")
_PARTS = {"$ref", "allOf", "properties", *_UNIONS}
"""Keywords of a schema that is more than a list of limits on one value."""
_BESIDE_REFERENCE = {"$ref", "description", "default", "deprecated"}


def _reference(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A reference without limits beside it, so that the class stays the same; a list of values wins."""
    if "enum" in schema or "const" in schema:
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return {"$ref": schema["$ref"]} if "object" in str(schema.get("type")) else _typed(rest)
    result = {key: value for key, value in schema.items() if key in _BESIDE_REFERENCE}
    _describe(result)
    return result


def _describe(schema: dict[str, Any]) -> None:
    """Wrap the description, and add to it if the schema is deprecated."""
    texts = [_wrapped(schema["description"])] if isinstance(schema.get("description"), str) else []
    texts += ["Deprecated."] if schema.get("deprecated") is True else []
    if texts:
        schema["description"] = "\n\n".join(texts)


def _type_format(schema: dict[str, Any]) -> None:
    """Replace a format by its Python type, and ``number`` by ``integer`` or ``number``."""
    kinds = schema.get("type")
    named = [kinds] if isinstance(kinds, str) else list(kinds or ())
    if schema.get("format") == "binary" and {*named} - {"null"} == {"string"}:
        schema["customTypePath"] = f"{BASE_MODULE}.Upload"
    elif schema.get("format") == "decimal" and {"string", "number"} & set(named) and "enum" not in schema:
        schema["customTypePath"] = "decimal.Decimal"
    elif schema.get("format") not in FORMATS or schema.get("format") == "decimal":
        schema.pop("format", None)
    if "number" in named:
        if "integer" not in named:
            named.insert(named.index("number"), "integer")
            schema["type"] = named
        if not float(schema.get("multipleOf", 1) * 1024).is_integer():
            del schema["multipleOf"]  # floats are not exact multiples of it; the contract validates it


def possible(values: Sequence[Any], schema: Mapping[str, Any]) -> list[Any]:
    """The values of an ``enum`` that have the schema's type, and null, which is often intended."""
    kinds = schema.get("type")
    if kinds is None:
        return list(values)
    named = [kinds] if isinstance(kinds, str) else kinds
    return [value for value in values if value is None or any(_is_of(kind, value) for kind in named)]


_PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "number": (int, float), "array": list, "object": Mapping,
}  # fmt: skip


def _is_of(kind: str, value: Any) -> bool:
    return kind == "boolean" if isinstance(value, bool) else isinstance(value, _PYTHON_TYPES.get(kind, ()))


def _is_scalar(schema: Mapping[str, Any]) -> bool:
    kinds = schema.get("type")
    named = [kinds] if isinstance(kinds, str) else kinds or []
    return bool(named) and {"object", "array"}.isdisjoint(named)


def _has_parts(schema: Any) -> bool:
    """Whether a member of an ``allOf`` is more than a list of limits on one value."""
    return not isinstance(schema, Mapping) or bool(_PARTS & schema.keys())


def _merged(schemas: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The merged keywords of several schemas; an earlier schema wins."""
    result: dict[str, Any] = {}
    for schema in schemas:
        result = {**_typed(dict(schema)), **result}
    return result


def _has_type(schema: Any) -> bool:
    """Whether a branch of a union has a type, values or properties, and not only limits."""
    return isinstance(schema, Mapping) and bool(
        {"$ref", "type", "properties", "enum", "const", "allOf", *_UNIONS} & schema.keys()
    )


_LIMITS = {
    "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "default",
    "deprecated",
}  # fmt: skip


def _unlimited(schema: Any) -> Any:
    """The schema of an inner type without its limits: a type with limits would need a name."""
    if not isinstance(schema, Mapping):
        return schema
    return {keyword: value for keyword, value in schema.items() if keyword not in _LIMITS}


def _is_vacuous(keyword: str, schema: Mapping[str, Any]) -> bool:
    """Whether a length limit excludes no value that the rest of the schema allows."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if values is None:
        return keyword == "minLength" and schema[keyword] == 0
    lengths = [len(value) for value in values if isinstance(value, str)]
    return all(
        length >= schema[keyword] if keyword == "minLength" else length <= schema[keyword]
        for length in lengths
    )


def _wrapped(text: str) -> str:
    """A description in lines of a readable width, with its line breaks and with escaped hidden characters."""
    return wrapped("\n".join(map(visible, text.expandtabs().splitlines())))


@lru_cache(maxsize=4096)
def _is_pydantic_pattern(pattern: Any) -> bool:
    """Whether pydantic supports a regular expression; it does not support look-around."""
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except (SchemaError, TypeError):
        return False
    return True
