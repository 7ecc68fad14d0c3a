"""The contract of a client: what jsonschema-rs holds its requests to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from oasmith.api.model import Api, Content, Operation
from oasmith.api.schemas import Schema, Schemas
from oasmith.emitting.file import File
from oasmith.reading.structure import map_schemas, walk
from oasmith.runtime.media import kind_of

_WORDS = {"description", "title", "example", "examples", "default", "deprecated", "externalDocs", "xml"}
_KEPT = {"x-rule", "x-advice"}
_LOCATIONS = ("path", "query", "header", "cookie", "querystring")


def emit_contract(api: Api, folder: str) -> list[File]:
    """``contract.json`` in the form that ``runtime/contract.py`` reads."""
    text = json.dumps(contract(api), ensure_ascii=False, separators=(",", ":"))
    return [File(f"{folder}/contract.json", text + "\n")]


def contract(api: Api) -> dict[str, Any]:
    """The contract as data: operations, the rules on each model, and the schemas that both refer to."""
    view = api.schemas
    schemas = {name: _bare(schema, view) for name, schema in api.schemas.items()}
    operations = {
        key: _bare(schema, view)
        for operation in api.operations
        for key, schema in _request_schemas(operation)
    }
    ruled = {rule.schema_name: None for rule in api.rules if rule.enforced_by == "client"}
    return {
        "operations": operations,
        "rules": {name: _own_rules(schemas[name]) for name in ruled},
        "components": {"schemas": _reachable(operations.values(), schemas)},
        "advice": {
            key: hints for key, schema in operations.items() if (hints := list(_advice(schema, schemas)))
        },
    }


def _request_schemas(operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """The schema of a request for each media type of its body, the preferred one under the plain id."""
    contents = operation.body.contents if operation.body else ()
    yield operation.id, _request_schema(operation, contents[0] if contents else None)
    for content in contents[1:]:
        yield f"{operation.id} {content.content_type}", _request_schema(operation, content)


def _request_schema(operation: Operation, content: Content | None) -> dict[str, Any]:
    """The schema of a whole request: parameters by place and wire name, and the body."""
    properties: dict[str, Any] = {}
    required = []
    for location in _LOCATIONS:
        parameters = [parameter for parameter in operation.parameters if parameter.location == location]
        if parameters:
            properties[location] = {
                "type": "object",
                "properties": {parameter.wire_name: parameter.schema for parameter in parameters},
                "required": [parameter.wire_name for parameter in parameters if parameter.required],
            }
            required.append(location)
    if operation.body:
        is_held = content is not None and kind_of(content.content_type) not in ("text", "binary")
        properties["body"] = content.schema if content is not None and is_held else True
        if operation.body.required:
            required.append("body")
    return {"type": "object", "properties": properties, "required": required}


def _bare(schema: Schema, view: Schemas) -> Any:
    """A schema without its words and without the rules that only the server can judge."""
    return map_schemas(schema, partial(_bare_object, view))


def _bare_object(view: Schemas, schema: dict[str, Any]) -> dict[str, Any]:
    result = {
        keyword: value
        for keyword, value in schema.items()
        if keyword not in _WORDS and (keyword in _KEPT or not keyword.startswith("x-"))
    }
    if result.get("format") == "binary" and result.get("type") == "string":
        return {"type": "string"}  # whatever a file holds
    if "required" in result:
        read_only = view.one_way(schema, "readOnly")
        result["required"] = [name for name in result["required"] if name not in read_only]
    if "allOf" in result:
        members = [member for member in result["allOf"] if not _is_for_the_server(member)]
        result["allOf"] = members
        if not members:
            del result["allOf"]
    return result


def _is_for_the_server(member: Any) -> bool:
    return isinstance(member, Mapping) and member.get("x-rule", {}).get("enforced-by") == "server"


def _own_rules(schema: dict[str, Any]) -> dict[str, Any]:
    """Just the rules that stand on one object or on its properties."""
    result: dict[str, Any] = {"properties": {}, "allOf": _rules_in(schema)}
    for name, value in schema.get("properties", {}).items():
        rules = _rules_in(value)
        if rules:
            result["properties"][name] = {"allOf": rules}
    return {keyword: value for keyword, value in result.items() if value}


def _rules_in(schema: Any) -> list[Any]:
    members = schema.get("allOf", ()) if isinstance(schema, Mapping) else ()
    return [member for member in members if isinstance(member, Mapping) and "x-rule" in member]


def _advice(
    schema: Any, schemas: Mapping[str, Any], at: tuple[str, ...] = (), seen: tuple[str, ...] = ()
) -> Any:
    """The hints below a schema, each with the path to the objects it is for; a recursive schema once."""
    if not isinstance(schema, Mapping):
        return
    for hint in schema.get("x-advice", ()):
        yield {"at": list(at), **hint}
    name = str(schema.get("$ref", "")).removeprefix("#/components/schemas/")
    if name in schemas and name not in seen:
        yield from _advice(schemas[name], schemas, at, (*seen, name))
    for member in schema.get("allOf", ()):
        yield from _advice(member, schemas, at, seen)
    for key, value in schema.get("properties", {}).items():
        yield from _advice(value, schemas, (*at, key), seen)
    if "items" in schema:
        yield from _advice(schema["items"], schemas, (*at, "*"), seen)


def _reachable(roots: Iterable[Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The schemas that others refer to, directly or through more, in the order of the description."""
    found: set[str] = set()
    queue = list(roots)
    while queue:
        for place in walk("schema", queue.pop()):
            reference = place.node.get("$ref", "") if isinstance(place.node, Mapping) else ""
            name = reference.removeprefix("#/components/schemas/").split("/")[0]
            if reference and name in schemas and name not in found:
                found.add(name)
                queue.append(schemas[name])
    return {name: schema for name, schema in schemas.items() if name in found}
