"""The verdict of openapi-spec-validator, as problems a person can act on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from oasmith.errors import Problem
from oasmith.reading.files import SourceFile
from oasmith.reading.shape import shape_problems
from oasmith.structure import Kind, Parts, join_pointer, map_objects, resolved, walk


def validate(document: dict[str, Any], source: SourceFile) -> list[Problem]:
    """What keeps a document from being the OpenAPI it says it is; nothing if it is sound."""
    return located(find_problems(document), source)


def find_problems(document: dict[str, Any]) -> list[Problem]:
    """The same without files and lines: pointers are into the document."""
    return (
        shape_problems(document)
        or list(_broken_schemas(document))
        or list(_repeated_parameters(document))
        or _refused(document)
    )


def located(problems: Iterable[Problem], source: SourceFile) -> list[Problem]:
    """Problems at pointers into a document as problems in its files."""
    return [source.problem(problem.message, problem.remedy, problem.pointer) for problem in problems]


_TYPES = {"string", "integer", "number", "boolean", "array", "object", "null"}


def _broken_schemas(document: dict[str, Any]) -> Iterator[Problem]:
    """Schemas that are none, with a closer place than the validator knows."""
    for place in walk("document", document):
        if place.kind == "schema":
            for keyword, found, expected in _broken_keywords(place.node):
                pointer = join_pointer((*place.parts, *keyword))
                message = f"is {_shortened(repr(found))}, not {expected}"
                yield Problem(message, f"Write {expected}.", pointer=pointer)


def _broken_keywords(schema: Any) -> Iterator[tuple[tuple[str, ...], Any, str]]:
    if isinstance(schema, bool):
        return
    if not isinstance(schema, dict):
        yield (), schema, "a schema: an object, true or false"
        return
    kinds = schema.get("type", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if not isinstance(kind, str) or kind not in _TYPES:
            yield ("type",), kind, "one of " + ", ".join(sorted(_TYPES))
    for keyword, type_, expected in _EXPECTED:
        if keyword in schema and not isinstance(schema[keyword], type_):
            yield (keyword,), schema[keyword], expected


_EXPECTED: tuple[tuple[str, type | tuple[type, ...], str], ...] = (
    *((keyword, dict, "an object") for keyword in ("properties", "patternProperties", "discriminator")),
    *((keyword, list, "a list") for keyword in ("allOf", "anyOf", "oneOf", "enum", "required")),
    *((keyword, str, "text") for keyword in ("pattern", "format", "$ref")),
    *((keyword, (int, float), "a number") for keyword in ("minLength", "maxLength", "minItems", "maxItems",
                                                          "minimum", "maximum", "multipleOf")),
)  # fmt: skip


def _repeated_parameters(document: dict[str, Any]) -> Iterator[Problem]:
    """Parameters with the name and location of another one; the validator does not say where they are."""
    for place in walk("document", document):
        is_holder = place.kind in ("path_item", "operation")
        seen = set()
        for index, parameter in enumerate(place.node.get("parameters", ()) if is_holder else ()):
            found = resolved(document, parameter)
            key = found.get("name"), found.get("in")
            if key in seen:
                pointer = join_pointer((*place.parts, "parameters", index))
                message = f"repeats the {found.get('in')} parameter {found.get('name')!r}"
                yield Problem(message, "Remove one of the two.", pointer=pointer)
            seen.add(key)


def _refused(document: dict[str, Any]) -> list[Problem]:
    """The verdict of the validator."""
    from openapi_spec_validator import (
        OpenAPIV30SpecValidator,
        OpenAPIV31SpecValidator,
        OpenAPIV32SpecValidator,
    )
    from openapi_spec_validator.validation.exceptions import ExtraParametersError

    validators = {
        "3.0": OpenAPIV30SpecValidator,
        "3.1": OpenAPIV31SpecValidator,
        "3.2": OpenAPIV32SpecValidator,
    }
    problems = []
    # It knows fewer regular expressions than the contract; those that do not compile were removed before.
    validator = validators[document["openapi"][:3]](map_objects("document", document, _without_extras))
    # A default changes nothing on the wire; mending has looked at each.
    keywords: Any = validator.keyword_validators_registry
    keywords["default"] = lambda schema, value: iter(())
    for error in _errors(validator):
        if isinstance(error, ExtraParametersError):
            continue  # JSON Schema lets `required` name any property; beside `allOf` the validator does not
        closest = _innermost(error)
        message = str(closest.message).partition("\n")[0]
        pointer = join_pointer(_place(closest, message))
        problems.append(Problem(_shortened(message), _remedy(closest), pointer=pointer))
    return problems


def _without_extras(kind: Kind, node: dict[str, Any], parts: Parts) -> dict[str, Any]:
    """An object without its patterns and extensions: what is in those is not OpenAPI, nor are references."""
    result = _without_extensions(node)
    if kind == "schema":
        result.pop("pattern", None)
    for field in {"document": ["paths"], "operation": ["responses"]}.get(kind, ()):
        if isinstance(result.get(field), dict):
            result[field] = _without_extensions(result[field])
    return result


def _without_extensions(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if not key.startswith("x-")}


def _errors(validator: Any) -> Iterator[Any]:
    """What a validator finds before it is through, or fails itself.

    It holds a document to OpenAPI's own schema first, and may fail in what it checks beyond that:
    references in a circle are too deep for it, and objects of the wrong type unexpected.
    """
    try:
        yield from validator.iter_errors()
    except (RecursionError, LookupError, TypeError, AttributeError):
        return


def _innermost(error: Any) -> Any:
    """Of an error about alternatives the one that got furthest into the document."""
    while getattr(error, "context", None):
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


SHORT_VERSIONS = ("3.0", "3.1", "3.2")
"""Versions that are written in part, perhaps as a number, and can be understood."""


def check_version(source: SourceFile) -> list[Problem]:
    """Whether a file says that it is an OpenAPI document of a version that is understood."""
    data, path = source.data, source.path
    if not isinstance(data, dict):
        return [
            Problem(
                f"is no OpenAPI description: it holds {_kind(data)}, not an object",
                "Start the file with `openapi: 3.1.1`, `info:` and `paths:`.",
                path,
                1,
            )
        ]
    if "swagger" in data:
        return [
            Problem(
                f"is Swagger {data['swagger']}, which is not read",
                "Convert it to OpenAPI 3 first, for instance with the npm package swagger2openapi.",
                path,
                source.line_of("/swagger"),
                "/swagger",
            )
        ]
    version = data.get("openapi")
    if version is None:
        return [
            Problem(
                "is no OpenAPI description: it has no `openapi` field",
                "Start the file with `openapi: 3.1.1`.",
                path,
                1,
            )
        ]
    if str(version)[:4] not in ("3.0.", "3.1.", "3.2.") and str(version) not in SHORT_VERSIONS:
        return [
            Problem(
                f"says openapi: {version!r}, which is not read",
                "Versions 3.0.x, 3.1.x and 3.2.x are; write one, such as 3.1.1.",
                path,
                source.line_of("/openapi"),
                "/openapi",
            )
        ]
    return []


def _kind(data: Any) -> str:
    if isinstance(data, list):
        return "a list"
    return "a string" if isinstance(data, str) else "a number, boolean or null"


def _place(error: Any, message: str) -> list[str | int]:
    """Where an error is; a field that should not be there is its own place."""
    repeated = re.search(r"^Operation ID .* in '(.+)' is not unique$", message)
    if repeated:
        return ["paths", repeated[1]]
    unexpected = re.search(r"\('([^']+)' was unexpected\)", message)
    return [*error.absolute_path, *([unexpected[1]] if unexpected else [])]


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:140]} … {text[-140:]}"


_REMEDIES = {
    "required": "Add it.",
    "additionalProperties": "Remove it, mend its spelling, or begin its name with x-.",
    "unevaluatedProperties": "Remove it, mend its spelling, or begin its name with x-.",
    "type": "Write a value of the type that belongs here.",
    "enum": "Use one of the values that may stand here.",
    "const": "Use the value that belongs here.",
    "pattern": "Write a value in the form that belongs here.",
}


def _remedy(error: Any) -> str:
    """What to do, from the JSON Schema keyword that failed."""
    path = list(error.absolute_schema_path)
    return _REMEDIES.get(
        str(path[-1]) if path else "", "See the OpenAPI specification for what may stand here."
    )
