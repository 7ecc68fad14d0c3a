"""Whether a document is the OpenAPI that it says it is.

A fast check accepts nearly all documents that are. openapi-spec-validator decides on the others. Its errors
become problems that a person can act on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

from oasmith.errors import Problem, raise_any
from oasmith.reading.files import SourceFile
from oasmith.reading.official_schemas import conforms
from oasmith.reading.result import Reading
from oasmith.reading.shape import shape_problems
from oasmith.structure import METHODS, Document, Kind, Node, Parts, join_pointer, map_objects, resolved, walk

SHORT_VERSIONS = ("3.0", "3.1", "3.2")
"""Versions that are written in part, perhaps as a number, and can be understood."""


def version_problem(source: SourceFile) -> Problem | None:
    """Why a file is not an OpenAPI document of a supported version; None for one that is."""
    data = source.data
    if not isinstance(data, dict):
        message = f"is not an OpenAPI description: it holds {_type_name(data)}, not an object"
        return Problem(message, "Start the file with `openapi: 3.1.1`, `info:` and `paths:`.", source.path, 1)
    if "swagger" in data:
        return source.problem(
            f"is Swagger {data['swagger']}, which is not supported",
            "Convert it to OpenAPI 3 first, for instance with the npm package swagger2openapi.",
            "/swagger",
        )
    found = data.get("openapi")
    if found is None:
        message = "is not an OpenAPI description: it has no `openapi` field"
        return Problem(message, "Start the file with `openapi: 3.1.1`.", source.path, 1)
    if not str(found).startswith(("3.0.", "3.1.", "3.2.")) and str(found) not in SHORT_VERSIONS:
        return source.problem(
            f"says openapi: {found!r}, which is not supported",
            "Use version 3.0.x, 3.1.x or 3.2.x, such as 3.1.1.",
            "/openapi",
        )
    return None


def require_sound(reading: Reading) -> None:
    """Raise OasmithError for a document that is not the OpenAPI it says it is."""
    raise_any(validate(reading.document, reading.source))


def validate(document: Document, source: SourceFile) -> list[Problem]:
    """The problems that keep a document from being the OpenAPI it says it is, with files and lines."""
    return [source.located(problem) for problem in find_problems(document)]


def find_problems(document: Document) -> list[Problem]:
    """The same problems without files and lines: pointers are into the document."""
    if problems := shape_problems(document):
        return problems
    repeated = list(_repeated_parameters(document))
    if conforms(document) and not repeated and _is_consistent(document):
        return []
    return list(_unknown_types(document)) or repeated or validator_problems(document)


def _is_consistent(document: Document) -> bool:
    """Whether operation ids and tags are unique, and paths have the parameters that operations declare.

    These are the rules of the validator that no schema has. The result is False also if it is uncertain.
    """
    tags = [tag["name"] for tag in document.get("tags", ())]
    if len(set(tags)) < len(tags) or any("parent" in tag for tag in document.get("tags", ())):
        return False
    ids: set[str] = set()
    for path, item in document.get("paths", {}).items():
        if path.startswith("x-"):
            continue
        item = resolved(document, item)
        operations = [item[method] for method in METHODS if method in item]
        for operation in (*operations, *item.get("additionalOperations", {}).values()):
            name = operation.get("operationId")
            if name in ids or _variables(path) != _declared(document, item, operation):
                return False
            ids |= {name} if name is not None else set()
    return True


def _variables(path: str) -> set[str] | None:
    """The variables of a path, read as the validator reads them; None if it cannot read them."""
    try:
        return {name for _, name, _, _ in Formatter().parse(path) if name}
    except ValueError:
        return None


def _declared(document: Document, *holders: Node) -> set[str]:
    parameters = [resolved(document, node) for holder in holders for node in holder.get("parameters", ())]
    return {parameter["name"] for parameter in parameters if parameter["in"] == "path"}


_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")


def _unknown_types(document: Document) -> Iterator[Problem]:
    """Schemas of a type that does not exist, with a closer location than the validator knows."""
    for place in walk("document", document):
        kinds = place.node.get("type", []) if place.kind == "schema" and isinstance(place.node, dict) else []
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            if kind not in _TYPES:
                expected = "one of " + ", ".join(_TYPES)
                message = f"is {_shortened(repr(kind))}, not {expected}"
                yield Problem(message, f"Write {expected}.", pointer=join_pointer((*place.parts, "type")))


def _repeated_parameters(document: Document) -> Iterator[Problem]:
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


def validator_problems(document: Document) -> list[Problem]:
    """The problems that openapi-spec-validator finds, except those that change nothing on the wire."""
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
    # A default changes nothing on the wire; repairs have removed those that are not valid.
    keywords: Any = validator.keyword_validators_registry
    keywords["default"] = lambda schema, value: iter(())
    for error in _errors(validator):
        if isinstance(error, ExtraParametersError):
            continue  # JSON Schema lets `required` name any property; beside `allOf` the validator does not
        closest = _innermost(error)
        message = str(closest.message).partition("\n")[0]
        pointer = join_pointer(_error_parts(closest, message))
        problems.append(Problem(_shortened(message), _remedy(closest), pointer=pointer))
    return problems


def _without_extras(kind: Kind, node: Node, parts: Parts) -> Node:
    """An object without its patterns and extensions, which may hold anything, such as references."""
    result = _without_extensions(node)
    if kind == "schema":
        result.pop("pattern", None)
    for field in {"document": ["paths"], "operation": ["responses"]}.get(kind, ()):
        if isinstance(result.get(field), dict):
            result[field] = _without_extensions(result[field])
    return result


def _without_extensions(node: Node) -> Node:
    return {key: value for key, value in node.items() if not key.startswith("x-")}


def _errors(validator: Any) -> Iterator[Any]:
    """The errors that a validator finds before it ends, or fails itself.

    It validates a document against the schema of OpenAPI first. In its further checks it may fail: circular
    references are too deep for it, and it expects neither objects of the wrong type nor references in
    places where OpenAPI has none.
    """
    from referencing.exceptions import Unresolvable

    try:
        yield from validator.iter_errors()
    except (RecursionError, LookupError, TypeError, AttributeError, Unresolvable):
        return


def _innermost(error: Any) -> Any:
    """Of an error about alternatives the one that got furthest into the document."""
    while getattr(error, "context", None):
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def _error_parts(error: Any, message: str) -> list[str | int]:
    """The location of an error; that of a field that should not exist is the field."""
    repeated = re.search(r"^Operation ID .* in '(.+)' is not unique$", message)
    if repeated:
        return ["paths", repeated[1]]
    unexpected = re.search(r"\('([^']+)' was unexpected\)", message)
    return [*error.absolute_path, *([unexpected[1]] if unexpected else [])]


def _type_name(data: Any) -> str:
    if isinstance(data, list):
        return "a list"
    return "a string" if isinstance(data, str) else "a number, boolean or null"


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:140]} … {text[-140:]}"


_REMEDIES = {
    "required": "Add it.",
    "additionalProperties": "Remove it, correct its spelling, or begin its name with x-.",
    "unevaluatedProperties": "Remove it, correct its spelling, or begin its name with x-.",
    "type": "Write a value of the expected type.",
    "enum": "Use one of the allowed values.",
    "const": "Use the expected value.",
    "pattern": "Write a value in the expected form.",
}


def _remedy(error: Any) -> str:
    """What to do, from the JSON Schema keyword that failed."""
    path = list(error.absolute_schema_path)
    return _REMEDIES.get(
        str(path[-1]) if path else "", "See the OpenAPI specification for what is allowed here."
    )
