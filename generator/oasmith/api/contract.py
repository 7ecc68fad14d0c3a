"""The request contract of a client: the JSON Schemas that its requests are validated against."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jsonschema_rs import ReferencingError, ValidationError

from oasmith import cache
from oasmith.api.model import Api, Content, Operation
from oasmith.errors import Problem
from oasmith.runtime.contract import Contract, Formats
from oasmith.runtime.decimals import DecimalContract
from oasmith.runtime.media import kind_of
from oasmith.runtime.times import FORMATS as TIME_FORMATS
from oasmith.schemas import Schema, Schemas, own_rules, reference, without_server_rules
from oasmith.structure import join_pointer, map_schemas, schemas_in

_WORDS = {"description", "title", "example", "examples", "default", "deprecated", "externalDocs", "xml"}
_KEPT = {"x-rule", "x-advice"}
LOCATIONS = ("path", "query", "header", "cookie", "querystring")


def compiled_contract(api: Api, history: str = "") -> tuple[Contract, list[Problem]]:
    """The contract of an API, compiled as clients compile it, and its problems.

    There is a problem for each operation whose schema cannot be compiled; clients send its requests
    without validation. ``history`` identifies the API among others: what was compiled for it in an earlier
    run is not compiled again.
    """
    document = contract_document(api)
    schemas = Schemas(document["components"]["schemas"])
    entry = cache.key_of("contract", history, api.local_times)
    before = set((cache.find(entry) or ()) if history else ())
    digests = {name: _digest(schema) for name, schema in schemas.items()}
    compiled: list[str] = []
    problems: dict[str, Problem] = {}
    for operation in api.operations:
        for key in (contract_key(operation, content) for content in _contents(operation)):
            own = document["operations"][key]
            digest = _digest([own, {name: digests[name] for name in sorted(schemas.reachable([own]))}])
            compiled.append(digest)
            if digest in before:
                continue
            try:
                # A validator of its own, which is not kept, with the schemas that it needs: all validators
                # with all schemas would take memory and time that grow with the square of the API.
                DecimalContract(_part(document, key, schemas), formats=formats(api)).violations(key, {})
            except (ValidationError, ReferencingError, ValueError) as error:
                document["operations"][key] = {}
                problems[operation.id] = _problem(operation, str(error).partition("\n")[0])
                compiled.pop()
    if history and before != set(compiled):
        cache.keep(entry, sorted(compiled))
    return DecimalContract(document, formats=formats(api)), list(problems.values())


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


def _part(document: Mapping[str, Any], key: str, schemas: Schemas) -> dict[str, Any]:
    """The contract of one operation."""
    operation = document["operations"][key]
    needed = {name: schemas[name] for name in schemas.reachable([operation])}
    return {"operations": {key: operation}, "components": {"schemas": needed}}


def formats(api: Api) -> Formats:
    """The checks of formats in requests that replace those of JSON Schema."""
    return TIME_FORMATS if api.local_times else {}


def has_local_times(api: Api, document: Mapping[str, Any]) -> bool:
    """Whether requests may have times without an offset; ``document`` is the contract."""
    schemas = (*document["operations"].values(), *document["components"]["schemas"].values())
    nodes = (node for schema in schemas for node in schemas_in(schema))
    return api.local_times and any(
        isinstance(node, Mapping) and node.get("format") in TIME_FORMATS for node in nodes
    )


def has_objects(document: Mapping[str, Any]) -> bool:
    """Whether requests contain objects with properties; ``document`` is the contract."""
    schemas = list(document["components"]["schemas"].values())
    for request in document["operations"].values():
        for location, part in request.get("properties", {}).items():
            schemas += [part] if location == "body" else part["properties"].values()
    nodes = (node for schema in schemas for node in schemas_in(schema))
    return any(isinstance(node, Mapping) and node.get("properties") for node in nodes)


def _problem(operation: Operation, reason: str) -> Problem:
    return Problem(
        f"requests of {operation.id} are sent without validation: their schema cannot be compiled: {reason}",
        "Correct the schema of its parameters and request body.",
        pointer=join_pointer(("paths", operation.path, operation.method.lower())),
    )


def contract_document(api: Api) -> dict[str, Any]:
    """The contract as JSON data: request schemas by operation, rules by model, and the schemas they use."""
    requests = {key: schema for operation in api.operations for key, schema in _request_schemas(operation)}
    operations = {key: _for_contract(schema, api.schemas) for key, schema in requests.items()}
    ruled = {rule.schema_name: None for rule in api.rules if rule.enforced_by == "client"}
    needed = api.schemas.reachable(requests.values()) | ruled.keys()
    schemas = Schemas(
        {name: _for_contract(schema, api.schemas) for name, schema in api.schemas.items() if name in needed}
    )
    used = schemas.reachable(operations.values())
    is_advised = _gives_advice((*operations.values(), *schemas.values()))
    advice = {key: list(_advice(schema, schemas)) for key, schema in operations.items()} if is_advised else {}
    return {
        "operations": operations,
        "rules": {name: own_rules(schemas[name]) for name in ruled},
        "components": {"schemas": {name: schema for name, schema in schemas.items() if name in used}},
        "advice": {key: hints for key, hints in advice.items() if hints},
    }


def contract_key(operation: Operation, content: Content | None) -> str:
    """The key of a request schema in the contract.

    It is the operation id for a request without a body or with the preferred media type; otherwise the
    id and the media type.
    """
    if content is None or (operation.body and content is operation.body.contents[0]):
        return operation.id
    return f"{operation.id} {content.content_type}"


def _request_schemas(operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """The schema of a request for each media type of its body."""
    for content in _contents(operation):
        yield contract_key(operation, content), _request_schema(operation, content)


def _contents(operation: Operation) -> tuple[Content | None, ...]:
    return operation.request_contents or (None,)


def _request_schema(operation: Operation, content: Content | None) -> dict[str, Any]:
    """The schema of a request as one object: parameters by location and wire name, and the body."""
    properties: dict[str, Any] = {}
    required = []
    for location in LOCATIONS:
        parameters = [parameter for parameter in operation.parameters if parameter.location == location]
        if parameters:
            properties[location] = {
                "type": "object",
                "properties": {parameter.wire_name: parameter.schema for parameter in parameters},
                "required": [parameter.wire_name for parameter in parameters if parameter.required],
            }
            required.append(location)
    if operation.body:
        is_checked = content is not None and kind_of(content.content_type) not in ("text", "binary")
        properties["body"] = content.schema if content is not None and is_checked else True
        if operation.body.required:
            required.append("body")
    return {"type": "object", "properties": properties, "required": required}


def _for_contract(schema: Schema, view: Schemas) -> Any:
    """A schema for requests, without descriptions and without rules that only the server can check."""
    return map_schemas(view.for_requests(schema), _bare)


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    result = {
        keyword: value
        for keyword, value in schema.items()
        if keyword not in _WORDS and (keyword in _KEPT or not keyword.startswith("x-"))
    }
    if result.get("format") == "binary" and result.get("type") == "string":
        return {"type": "string"}  # a file may have any content
    return without_server_rules(result)


def _gives_advice(schemas: Iterable[Schema]) -> bool:
    nodes = (node for schema in schemas for node in schemas_in(schema))
    return any(isinstance(node, Mapping) and "x-advice" in node for node in nodes)


def _advice(
    schema: Schema, view: Schemas, at: tuple[str, ...] = (), seen: frozenset[str | None] = frozenset()
) -> Iterator[dict[str, Any]]:
    """The advice in a schema, each with the path to the objects it is for; a recursive schema once."""
    layers = list(view.layers(schema))
    names = {reference(layer) for layer in layers} - {None}
    if not seen.isdisjoint(names):
        return
    for layer in layers:
        yield from ({"at": list(at), **hint} for hint in layer.get("x-advice", ()))
    for key, value in view.properties(schema).items():
        yield from _advice(value, view, (*at, key), seen | names)
    items = view.says(schema, "items")
    if items is not None:
        yield from _advice(items, view, (*at, "*"), seen | names)
