"""Whether a document is the OpenAPI that it says it is.

A fast check accepts nearly all documents that are. openapi-spec-validator decides on the others. Its errors
become problems that a person can act on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from oasmith.errors import Problem, by_line, raise_any
from oasmith.reading.files import SourceFile
from oasmith.reading.official_schemas import conforms
from oasmith.reading.result import Reading
from oasmith.reading.shape import shape_problems
from oasmith.structure import (
    METHODS,
    Document,
    Kind,
    Node,
    Parts,
    join_pointer,
    look_up,
    map_objects,
    resolved,
    walk,
)
from oasmith.suggestions import suggestion

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
    return by_line(map(source.located, find_problems(document)), source.path)


def find_problems(document: Document) -> list[Problem]:
    """The same problems without files and lines: pointers are into the document."""
    if problems := shape_problems(document):
        return problems
    repeated = list(_repeated_parameters(document))
    if conforms(document) and not repeated and _is_consistent(document):
        return []
    types = list(_unknown_types(document))
    own = [*types, *_unknown_values(document), *repeated, *_paths_without_slash(document)]
    if types:
        document = map_objects("document", document, _without_unknown_types)
    own += [it for it in validator_problems(document) if not _is_known(it, own)]
    return [it for it in own if not (is_missing(it) and any(is_around(it, other) for other in own))]


def _without_unknown_types(kind: Kind, node: Node, parts: Parts) -> Node:
    """A schema without a type that does not exist: the validator finds nothing more after one."""
    if kind != "schema" or all(name in _TYPES for name in _types(node)):
        return node
    return {key: value for key, value in node.items() if key != "type"}


def _is_known(problem: Problem, known: Sequence[Problem]) -> bool:
    """Whether a problem is about a place of a known one, or follows from it.

    That something there is wrong does, and that a field is unknown in an object with a value that decides
    on its fields, such as the type of a security scheme.
    """
    pointers = {it.pointer for it in known}
    siblings = {f"{problem.pointer.rpartition('/')[0]}/{field}" for _, field in _VALUES}
    return (
        problem.pointer in pointers
        or ("is not valid under" in problem.message and any(is_around(problem, it) for it in known))
        or (problem.message.startswith("unknown field") and not siblings.isdisjoint(pointers))
    )


def is_missing(problem: Problem) -> bool:
    """Whether a problem is that something is missing."""
    return problem.message.startswith(("has no ", _NO_RESPONSE[0]))


def is_around(outer: Problem, inner: Problem) -> bool:
    """Whether the place of a problem is in that of another one."""
    return outer.file == inner.file and inner.pointer.startswith(f"{outer.pointer}/")


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
        is_schema = place.kind == "schema" and isinstance(place.node, dict)
        for kind in _types(place.node) if is_schema else ():
            if kind not in _TYPES:
                expected = "one of " + ", ".join(_TYPES)
                message = f"is {_shortened(repr(kind))}, not {expected}"
                remedy = suggestion(str(kind), _TYPES, f"Write {expected}.")
                yield Problem(message, remedy, pointer=join_pointer((*place.parts, "type")))


_VALUES: Mapping[tuple[Kind, str], tuple[str, ...]] = {
    ("parameter", "in"): ("query", "header", "path", "cookie"),
    ("security_scheme", "type"): ("apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"),
    ("security_scheme", "in"): ("query", "header", "cookie"),
}


def _unknown_values(document: Document) -> Iterator[Problem]:
    """Values of fields that allow a few; the validator only says that the object is not valid."""
    for place in walk("document", document):
        for (kind, field), allowed in _VALUES.items():
            if place.kind != kind or not isinstance(place.node.get(field), str):
                continue
            if kind == "parameter" and document["openapi"].startswith("3.2"):
                allowed = (*allowed, "querystring")
            if place.node[field] not in allowed:
                expected = f"one of {', '.join(allowed)}"
                message = f"is {_shortened(repr(place.node[field]))}, not {expected}"
                remedy = suggestion(place.node[field], allowed, f"Write {expected}.")
                yield Problem(message, remedy, pointer=join_pointer((*place.parts, field)))


def _types(schema: Node) -> Sequence[Any]:
    kinds = schema.get("type", [])
    return kinds if isinstance(kinds, list) else [kinds]


def _paths_without_slash(document: Document) -> Iterator[Problem]:
    for path in document.get("paths") or {}:
        if not path.startswith(("/", "x-")):
            message = "is not a path: a path begins with /"
            yield Problem(message, f"Write /{_shortened(path)}.", pointer=join_pointer(("paths", path)))


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
    from openapi_spec_validator.validation.exceptions import ExtraParametersError, ParameterDuplicateError

    validators = {
        "3.0": OpenAPIV30SpecValidator,
        "3.1": OpenAPIV31SpecValidator,
        "3.2": OpenAPIV32SpecValidator,
    }
    problems: list[Problem] = []
    # It knows fewer regular expressions than the contract; those that do not compile were removed before.
    validator = validators[document["openapi"][:3]](map_objects("document", document, _without_extras))
    # A default changes nothing on the wire; repairs have removed those that are not valid.
    keywords: Any = validator.keyword_validators_registry
    keywords["default"] = lambda schema, value: iter(())
    slashes = {f"/{path}": path for path in document.get("paths") or {} if not path.startswith(("/", "x-"))}
    for error in _errors(validator):
        if isinstance(error, (ExtraParametersError, ParameterDuplicateError)):
            continue  # JSON Schema lets `required` name any property; beside `allOf` the validator does not
        problems += _problems(_innermost(error), slashes)
    return list({problem.pointer: problem for problem in reversed(problems)}.values())[::-1]


def _problems(error: Any, slashes: Mapping[str, str]) -> Iterator[Problem]:
    """The problems of an error, one for each field that should not exist.

    ``slashes`` are the paths that got a slash, and what they were.
    """
    parts = list(error.absolute_path)
    if len(parts) > 1 and parts[0] == "paths":
        parts[1] = slashes.get(parts[1], parts[1])
    message = str(error.message).partition("\n")[0]
    repeated = re.search(r"^Operation ID .* in '(.+)' is not unique$", message)
    unexpected = re.search(r"\((.+) (?:was|were) unexpected\)$", message)
    if repeated:
        yield Problem(_shortened(message), _remedy(error), pointer=join_pointer(["paths", repeated[1]]))
    elif unexpected:
        for name in re.findall(r"'([^']+)'", unexpected[1]):
            yield _unknown_field(error, parts, name)
    else:
        yield Problem(*_advice(error, message), pointer=join_pointer(parts))


def _unknown_field(error: Any, parts: Sequence[str | int], name: str) -> Problem:
    pointer = join_pointer([*parts, name])
    if parts and parts[-1] == "responses":
        remedy = "Write a status code such as 200, a range such as 4XX, or default."
        return Problem(f"{name!r} is not the status of a response", remedy, pointer=pointer)
    known = _schema_around(error).get("properties", ())
    return Problem(
        f"unknown field {_shortened(repr(name))}",
        suggestion(name, known, _REMEDIES["additionalProperties"]),
        pointer=pointer,
    )


def _advice(error: Any, message: str) -> tuple[str, str]:
    """What is wrong, and what to do, in the words of OpenAPI where JSON Schema has others."""
    keyword = _keyword(error)
    is_of_responses = bool(error.absolute_path) and error.absolute_path[-1] == "responses"
    missing = re.match(r"['\"]([^'\"]+)['\"] is a required property", message)
    if is_of_responses and (keyword == "minProperties" or (missing and missing[1] == "default")):
        return _NO_RESPONSE
    if missing:
        return f"has no `{missing[1]}`", "Add it."
    allowed = [str(value) for value in _schema_around(error).get("enum", ())]
    if keyword == "enum" and allowed:
        expected = f"one of {', '.join(allowed)}"
        found = _value_at(error)
        return f"is {_shortened(repr(found))}, not {expected}", suggestion(
            str(found), allowed, f"Write {expected}."
        )
    return _shortened(message), _remedy(error)


def _without_extras(kind: Kind, node: Node, parts: Parts) -> Node:
    """An object without its patterns and extensions, which may hold anything, such as references."""
    result = _without_extensions(node)
    if kind == "schema":
        result.pop("pattern", None)
    for field in {"document": ["paths"], "operation": ["responses"]}.get(kind, ()):
        if isinstance(result.get(field), dict):
            result[field] = _without_extensions(result[field])
    if kind == "document" and isinstance(result.get("paths"), dict):
        paths = result["paths"].items()
        result["paths"] = {path if path.startswith("/") else f"/{path}": item for path, item in paths}
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


def _type_name(data: Any) -> str:
    if isinstance(data, list):
        return "a list"
    return "a string" if isinstance(data, str) else "a number, boolean or null"


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:140]} … {text[-140:]}"


_NO_RESPONSE = "needs at least one response", "Describe one, such as 200 or default."
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
    return _REMEDIES.get(_keyword(error), "See the OpenAPI specification for what is allowed here.")


def _keyword(error: Any) -> str:
    """The JSON Schema keyword that failed."""
    path = list(error.absolute_schema_path)
    return str(path[-1]) if path else ""


def _value_at(error: Any) -> Any:
    """The value that an error is about: ``instance`` is the value or the whole document."""
    try:
        return look_up(error.instance, join_pointer(error.absolute_path))
    except KeyError:
        return error.instance


def _schema_around(error: Any) -> Mapping[str, Any]:
    """The schema of OpenAPI whose keyword failed; empty if it cannot be found."""
    found = error.schema
    for part in list(error.absolute_schema_path)[:-1]:
        try:
            found = found[part]
        except (LookupError, TypeError):
            return {}
    return found if isinstance(found, dict) else {}
