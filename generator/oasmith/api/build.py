"""From one sound 3.1 document to the Api."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oasmith.api.model import (
    Api,
    Body,
    Content,
    Example,
    Header,
    Operation,
    Parameter,
    Response,
    Rule,
    Schema,
    SecurityScheme,
    Server,
    ServerVariable,
)
from oasmith.api.names import Identifier, snake_case
from oasmith.reading.pointers import fragment_pointer, look_up
from oasmith.reading.structure import METHODS, walk

_SCHEMA_PREFIX = "#/components/schemas/"
_DEFAULT_STYLE = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}


def build(document: Mapping[str, Any]) -> Api:
    """The Api that a document describes. The document is complete and valid by then; nothing is raised."""
    return _Builder(document).api()


class _Builder:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.components: Mapping[str, Any] = document.get("components") or {}

    def api(self) -> Api:
        info = self.document["info"]
        schemas = self.components.get("schemas") or {}
        return Api(
            title=str(info["title"]),
            version=str(info["version"]),
            description=info.get("description", ""),
            servers=tuple(self.server(server) for server in self.document.get("servers") or [{"url": "/"}]),
            security_schemes=tuple(
                self.security_scheme(key, self.resolved(scheme))
                for key, scheme in (self.components.get("securitySchemes") or {}).items()
            ),
            operations=tuple(self.operations()),
            schemas=schemas,
            rules=tuple(rule for name, schema in schemas.items() for rule in _rules(name, schema)),
        )

    def resolved(self, node: Any) -> Any:
        """What a reference stands for; summary and description beside it win (OpenAPI 3.1 §4.8.23)."""
        seen: set[str] = set()
        own: dict[str, Any] = {}
        while isinstance(node, dict) and isinstance(node.get("$ref"), str) and node["$ref"] not in seen:
            seen.add(node["$ref"])
            own = {key: value for key, value in node.items() if key != "$ref"} | own
            node = look_up(self.document, fragment_pointer(node["$ref"][1:]))
        return {**node, **own} if own else node

    def operations(self) -> Iterator[Operation]:
        for path, item in (self.document.get("paths") or {}).items():
            if path.startswith("x-"):
                continue
            item = self.resolved(item)
            for method in METHODS:
                if method in item:
                    yield self.operation(method, path, item, item[method])
            for method, operation in (item.get("additionalOperations") or {}).items():
                yield self.operation(method, path, item, operation)

    def operation(
        self, method: str, path: str, item: Mapping[str, Any], operation: Mapping[str, Any]
    ) -> Operation:
        operation_id = operation.get("operationId") or f"{method} {path}"
        body = operation.get("requestBody")
        security = operation.get("security", self.document.get("security", []))
        return Operation(
            id=operation_id,
            name=snake_case(operation_id),
            method=method.upper() if method in METHODS else method,
            path=path,
            summary=operation.get("summary", ""),
            description=operation.get("description", ""),
            deprecated=bool(operation.get("deprecated", False)),
            tags=tuple(operation.get("tags") or ()),
            parameters=tuple(self.parameters(item, operation)),
            body=self.body(self.resolved(body)) if body else None,
            responses=tuple(
                self.response(str(status), self.resolved(response))
                for status, response in (operation.get("responses") or {}).items()
                if not str(status).startswith("x-")
            ),
            security=tuple(tuple(alternative) for alternative in security),
        )

    def parameters(self, item: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[Parameter]:
        """Those of the path item and the operation, which wins where name and place are the same."""
        found: dict[tuple[str, str], Mapping[str, Any]] = {}
        for node in (*(item.get("parameters") or ()), *(operation.get("parameters") or ())):
            parameter = self.resolved(node)
            found[parameter["name"], parameter["in"]] = parameter
        names = _argument_names(found)
        for key, parameter in found.items():
            style = parameter.get("style", _DEFAULT_STYLE[parameter["in"]])
            yield Parameter(
                wire_name=parameter["name"],
                name=names[key],
                location=parameter["in"],
                required=bool(parameter.get("required", False)),
                description=parameter.get("description", ""),
                deprecated=bool(parameter.get("deprecated", False)),
                schema=parameter.get("schema", {}),
                style=style,
                explode=parameter.get("explode", style == "form"),
                on_client=bool(parameter.get("x-client-parameter", False)),
                examples=self.examples(parameter),
            )

    def body(self, body: Mapping[str, Any]) -> Body:
        return Body(
            description=body.get("description", ""),
            required=bool(body.get("required", False)),
            contents=self.contents(body.get("content") or {}),
        )

    def contents(self, content: Mapping[str, Any]) -> tuple[Content, ...]:
        return tuple(self.content(media_type, self.resolved(node)) for media_type, node in content.items())

    def content(self, media_type: str, node: Mapping[str, Any]) -> Content:
        schema: Schema = node.get("schema", {})
        reference = schema.get("$ref") if isinstance(schema, Mapping) else None
        is_named = isinstance(reference, str) and reference.startswith(_SCHEMA_PREFIX)
        return Content(
            media_type=media_type,
            content_type=node.get("x-content-type", media_type),
            schema=schema,
            schema_name=reference.removeprefix(_SCHEMA_PREFIX) if is_named and reference else None,
            examples=self.examples(node),
        )

    def examples(self, node: Mapping[str, Any]) -> tuple[Example, ...]:
        """The named examples of a parameter or media type, or its single one under the name ``example``."""
        examples = {name: self.resolved(example) for name, example in (node.get("examples") or {}).items()}
        if "example" in node and not examples:
            examples["example"] = {"value": node["example"]}
        return tuple(
            Example(name, example.get("summary", ""), example.get("value", example.get("dataValue")))
            for name, example in examples.items()
            if "value" in example or "dataValue" in example
        )

    def response(self, status: str, response: Mapping[str, Any]) -> Response:
        return Response(
            status=status,
            description=response.get("description", ""),
            contents=self.contents(response.get("content") or {}),
            headers=tuple(
                Header(name, header.get("description", ""), header.get("schema", {}))
                for name, header in (
                    (name, self.resolved(node)) for name, node in (response.get("headers") or {}).items()
                )
            ),
        )

    def security_scheme(self, key: str, scheme: Mapping[str, Any]) -> SecurityScheme:
        return SecurityScheme(
            key=key,
            name=snake_case(key),
            type=scheme["type"],
            description=scheme.get("description", ""),
            scheme=scheme.get("scheme", ""),
            parameter_name=scheme.get("name", ""),
            location=scheme.get("in", ""),
        )

    def server(self, server: Mapping[str, Any]) -> Server:
        return Server(
            url=server["url"],
            description=server.get("description", ""),
            variables=tuple(
                ServerVariable(
                    wire_name=name,
                    name=snake_case(name),
                    default=str(variable["default"]),
                    values=tuple(map(str, variable.get("enum") or ())),
                    description=variable.get("description", ""),
                )
                for name, variable in (server.get("variables") or {}).items()
            ),
        )


_OTHER_ARGUMENTS = {"self", "body", "timeout", "strict_responses"}


def _argument_names(parameters: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Identifier]:
    """An argument's name for each parameter, by wire name and place; the place tells like from like."""
    keys = list(parameters)
    wanted = [snake_case(name) for name, _ in keys]
    names: dict[tuple[str, str], Identifier] = {}
    for key, name in zip(keys, wanted, strict=True):
        if wanted.count(name) > 1 or name in _OTHER_ARGUMENTS:
            name = Identifier(f"{name}_in_{key[1]}")
        number, free = 1, name
        while free in names.values():
            number += 1
            free = Identifier(f"{name}_{number}")
        names[key] = free
    return names


def _rules(schema_name: str, schema: Schema) -> Iterator[Rule]:
    for place in walk("schema", schema):
        rule = place.node.get("x-rule") if isinstance(place.node, Mapping) else None
        if isinstance(rule, Mapping) and place.parts[-2:-1] == ("allOf",):
            yield Rule(
                id=str(rule["id"]),
                message=str(rule["message"]),
                source=str(rule.get("source", "")),
                schema_name=schema_name,
                property_name=str(place.parts[1]) if place.parts[0] == "properties" else None,
                enforced_by="server" if rule.get("enforced-by") == "server" else "client",
            )
