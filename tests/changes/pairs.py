"""Minimal pairs of descriptions, each with one change; ``verdicts.csv`` has what each means."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

Document = dict[str, Any]

STRING = {"type": "string"}
INTEGER = {"type": "integer"}
CAT: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"const": "cat"}, "lives": INTEGER},
}
DOG: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"const": "dog"}, "tricks": INTEGER},
}


def thing(**keywords: Any) -> dict[str, Any]:
    """An object schema with a required property ``name``."""
    return {"type": "object", "required": ["name"], "properties": {"name": STRING}} | keywords


def document(schema: Any, **schemas: Any) -> Document:
    """A description in which an object is sent and received; its property ``value`` has the schema."""
    whole = {"type": "object", "properties": {"value": schema}}
    return of_schema(whole, **schemas)


def of_schema(schema: Any, **schemas: Any) -> Document:
    """A description in which values of a schema are sent and received."""
    content = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    operation = {
        "operationId": "saveThing",
        "requestBody": {"required": True, **content},
        "responses": {"200": {"description": "Saved", **content}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": {"Thing": schema, **schemas}},
    }


def operation(**keywords: Any) -> Document:
    """A description with one operation ``GET /things/{id}``; None removes a keyword."""
    node: dict[str, Any] = {
        "operationId": "getThing",
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": STRING}],
        "responses": {"200": {"description": "Found", "content": {"application/json": {"schema": STRING}}}},
    }
    node |= keywords
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "paths": {"/things/{id}": {"get": {key: it for key, it in node.items() if it is not None}}},
    }


def parameters(*listed: dict[str, Any]) -> Document:
    """A description with an operation that has more parameters."""
    own = {"name": "id", "in": "path", "required": True, "schema": STRING}
    return operation(parameters=[own, *listed])


def query(name: str = "limit", **keywords: Any) -> dict[str, Any]:
    """A query parameter."""
    return {"name": name, "in": "query", "schema": INTEGER} | keywords


def body(**keywords: Any) -> Document:
    """A description with an operation that has a request body."""
    content = {"application/json": {"schema": thing()}}
    return operation(requestBody={"content": content} | keywords)


def form(properties: dict[str, Any], **encoding: Any) -> Document:
    """A description with an operation that has a form with files."""
    content = {"schema": {"type": "object", "properties": properties}, "encoding": encoding}
    return body(content={"multipart/form-data": content})


def responses(**listed: Any) -> Document:
    """A description with other responses; names are statuses without their first letter."""
    return operation(responses={name[1:]: it for name, it in listed.items()})


def text(description: str = "Found", **keywords: Any) -> dict[str, Any]:
    """A response with a string."""
    return {"description": description, "content": {"application/json": {"schema": STRING}}} | keywords


def changed(source: Document, **keywords: Any) -> Document:
    """A copy of a description with other keywords of its root; None removes one."""
    found = {**deepcopy(source), **keywords}
    return {key: value for key, value in found.items() if value is not None}


def schemes(**listed: Any) -> Document:
    """A description with security schemes of which the first one is required."""
    found = operation(security=[{next(iter(listed)): []}])
    return changed(found, components={"securitySchemes": listed})


def webhook(status: str) -> Document:
    """A description with a webhook, to which callers respond with a status."""
    node = {
        "requestBody": {"content": {"application/json": {"schema": STRING}}},
        "responses": {status: {"description": "ok"}},
    }
    return changed(operation(), webhooks={"moved": {"post": node}})


def servers(*listed: Any) -> Document:
    """A description with other servers."""
    return changed(operation(), servers=[{"url": it} if isinstance(it, str) else it for it in listed])


def flow(**keywords: Any) -> dict[str, Any]:
    """An OAuth 2 scheme with client credentials."""
    own = {"tokenUrl": "https://id.example/token", "scopes": {"read": "Read"}} | keywords
    return {"type": "oauth2", "flows": {"clientCredentials": own}}


def openid(url: str) -> dict[str, Any]:
    """A scheme of OpenID Connect."""
    return {"type": "openIdConnect", "openIdConnectUrl": f"{url}/.well-known/openid-configuration"}


def implicit(url: str) -> dict[str, Any]:
    """An OAuth 2 scheme with the implicit flow."""
    return {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": url, "scopes": {}}}}


KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
BEARER = {"type": "http", "scheme": "bearer"}

CONTAINS: dict[str, Any] = {"type": "array", "items": STRING, "contains": {"const": "a"}}
THREE = {"name": STRING, "tag": STRING, "size": INTEGER}
READ = {"name": STRING, "tag": {"type": "string", "readOnly": True}}
WRITE = {"name": STRING, "tag": {"type": "string", "writeOnly": True}}
OLD = {"type": "string", "deprecated": True}
CONDITION: dict[str, Any] = {"if": {"properties": {"name": {"const": "a"}}}, "then": {"minProperties": 1}}
JSON_TEXT: dict[str, Any] = {"type": "string", "contentMediaType": "application/json"}


def server_rule(message: str) -> dict[str, Any]:
    """A rule that only the server checks."""
    return {"x-rule": {"id": "room", "message": message, "enforced-by": "server"}}


SCHEMAS: dict[str, tuple[Any, Any]] = {
    "type string to integer": (STRING, INTEGER),
    "type integer to number": (INTEGER, {"type": "number"}),
    "type of two": (STRING, {"type": ["string", "integer"]}),
    "type any": (STRING, {}),
    "null": (STRING, {"type": ["string", "null"]}),
    "null by anyOf": (STRING, {"anyOf": [STRING, {"type": "null"}]}),
    "enum": (STRING, {"type": "string", "enum": ["a", "b"]}),
    "enum value": ({"type": "string", "enum": ["a", "b"]}, {"type": "string", "enum": ["a", "b", "c"]}),
    "enum value exchanged": ({"enum": ["a", "b"]}, {"enum": ["a", "c"]}),
    "enum with null": ({"enum": ["a", "b"]}, {"enum": ["a", "b", None]}),
    "const": ({"const": "a"}, {"const": "b"}),
    "const of enum": ({"const": "a"}, {"enum": ["a", "b"]}),
    "minimum": (INTEGER, {"type": "integer", "minimum": 1}),
    "minimum raised": ({"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 2}),
    "minimum excluded": ({"type": "number", "minimum": 1}, {"type": "number", "exclusiveMinimum": 1}),
    "maximum": (INTEGER, {"type": "integer", "maximum": 9}),
    "maximum raised": ({"type": "integer", "maximum": 9}, {"type": "integer", "maximum": 10}),
    "maximum excluded": ({"type": "number", "maximum": 9}, {"type": "number", "exclusiveMaximum": 9}),
    "exclusiveMinimum raised": (
        {"type": "number", "exclusiveMinimum": 1},
        {"type": "number", "exclusiveMinimum": 2},
    ),
    "exclusiveMaximum raised": (
        {"type": "number", "exclusiveMaximum": 9},
        {"type": "number", "exclusiveMaximum": 10},
    ),
    "multipleOf": (INTEGER, {"type": "integer", "multipleOf": 5}),
    "multipleOf finer": ({"type": "integer", "multipleOf": 4}, {"type": "integer", "multipleOf": 2}),
    "minLength": (STRING, {"type": "string", "minLength": 1}),
    "minLength raised": ({"type": "string", "minLength": 1}, {"type": "string", "minLength": 2}),
    "maxLength": (STRING, {"type": "string", "maxLength": 9}),
    "maxLength raised": ({"type": "string", "maxLength": 8}, {"type": "string", "maxLength": 9}),
    "pattern": (STRING, {"type": "string", "pattern": "^a"}),
    "pattern for all": ({"type": "string", "pattern": "^a"}, {"type": "string", "pattern": ".*"}),
    "pattern changed": ({"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "^b"}),
    "format": (STRING, {"type": "string", "format": "uuid"}),
    "format changed": ({"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}),
    "format wider": ({"type": "string", "format": "email"}, {"type": "string", "format": "idn-email"}),
    "format of integers": ({"type": "integer", "format": "int32"}, {"type": "integer", "format": "int64"}),
    "format of numbers": ({"type": "number", "format": "float"}, {"type": "number", "format": "double"}),
    "items": ({"type": "array", "items": STRING}, {"type": "array", "items": INTEGER}),
    "items of any type": ({"type": "array", "items": STRING}, {"type": "array"}),
    "minItems": ({"type": "array", "items": STRING}, {"type": "array", "items": STRING, "minItems": 1}),
    "minItems raised": ({"type": "array", "minItems": 1}, {"type": "array", "minItems": 2}),
    "maxItems": ({"type": "array", "items": STRING}, {"type": "array", "items": STRING, "maxItems": 5}),
    "maxItems raised": ({"type": "array", "maxItems": 5}, {"type": "array", "maxItems": 6}),
    "uniqueItems": (
        {"type": "array", "items": STRING},
        {"type": "array", "items": STRING, "uniqueItems": True},
    ),
    "prefixItems": ({"type": "array", "prefixItems": [STRING]}, {"type": "array", "prefixItems": [INTEGER]}),
    "contains": (
        {"type": "array", "items": STRING},
        {"type": "array", "items": STRING, "contains": {"const": "a"}},
    ),
    "minContains": (CONTAINS, CONTAINS | {"minContains": 2}),
    "minContains raised": (CONTAINS | {"minContains": 2}, CONTAINS | {"minContains": 3}),
    "maxContains": (CONTAINS, CONTAINS | {"maxContains": 4}),
    "maxContains raised": (CONTAINS | {"maxContains": 4}, CONTAINS | {"maxContains": 5}),
    "prefixItems added": ({"type": "array"}, {"type": "array", "prefixItems": [STRING]}),
    "unevaluatedItems": (
        {"type": "array", "prefixItems": [STRING]},
        {"type": "array", "prefixItems": [STRING], "unevaluatedItems": False},
    ),
    "array to string": ({"type": "array", "items": STRING}, STRING),
    "property": (thing(), thing(properties={"name": STRING, "tag": STRING})),
    "required property": (
        thing(),
        thing(properties={"name": STRING, "tag": STRING}, required=["name", "tag"]),
    ),
    "required": (
        thing(properties={"name": STRING, "tag": STRING}),
        thing(properties={"name": STRING, "tag": STRING}, required=["name", "tag"]),
    ),
    "property of a closed object": (
        thing(additionalProperties=False),
        thing(additionalProperties=False, properties={"name": STRING, "tag": STRING}),
    ),
    "property of a map": (
        thing(additionalProperties=INTEGER),
        thing(additionalProperties=INTEGER, properties={"name": STRING, "tag": STRING}),
    ),
    "additionalProperties false": (thing(), thing(additionalProperties=False)),
    "additionalProperties schema": (thing(additionalProperties=STRING), thing(additionalProperties=INTEGER)),
    "additionalProperties true": (thing(additionalProperties=True), thing(additionalProperties=False)),
    "map value wider": (
        {"type": "object", "additionalProperties": INTEGER},
        {"type": "object", "additionalProperties": {"type": "number"}},
    ),
    "patternProperties": (thing(), thing(patternProperties={"^x-": STRING})),
    "patternProperties narrower": (
        thing(patternProperties={"^x-": STRING}),
        thing(patternProperties={"^x-": {"type": "string", "maxLength": 5}}),
    ),
    "propertyNames": (
        {"type": "object", "additionalProperties": STRING},
        {"type": "object", "additionalProperties": STRING, "propertyNames": {"maxLength": 5}},
    ),
    "minProperties": (
        {"type": "object", "additionalProperties": STRING},
        {"type": "object", "additionalProperties": STRING, "minProperties": 1},
    ),
    "minProperties raised": ({"type": "object", "minProperties": 1}, {"type": "object", "minProperties": 2}),
    "maxProperties": (
        {"type": "object", "additionalProperties": STRING},
        {"type": "object", "additionalProperties": STRING, "maxProperties": 5},
    ),
    "maxProperties raised": ({"type": "object", "maxProperties": 5}, {"type": "object", "maxProperties": 6}),
    "dependentRequired": (
        thing(properties={"name": STRING, "tag": STRING}),
        thing(properties={"name": STRING, "tag": STRING}, required=[], dependentRequired={"name": ["tag"]}),
    ),
    "dependentSchemas": (
        thing(properties={"name": STRING, "tag": STRING}),
        thing(
            properties={"name": STRING, "tag": STRING},
            dependentSchemas={"tag": {"properties": {"name": {"maxLength": 3}}}},
        ),
    ),
    "dependentRequired changed": (
        thing(properties=THREE, dependentRequired={"tag": ["size"]}),
        thing(properties=THREE, dependentRequired={"tag": ["name", "size"], "size": ["tag"]}),
    ),
    "unevaluatedProperties": (thing(), thing(unevaluatedProperties=False)),
    "readOnly": (
        thing(properties={"name": STRING, "tag": STRING}),
        thing(properties={"name": STRING, "tag": {"type": "string", "readOnly": True}}),
    ),
    "writeOnly": (
        thing(properties={"name": STRING, "tag": STRING}),
        thing(properties={"name": STRING, "tag": {"type": "string", "writeOnly": True}}),
    ),
    "readOnly and required": (thing(), thing(properties={"name": {"type": "string", "readOnly": True}})),
    "read-only property narrower": (
        thing(properties={"name": STRING, "tag": {"type": "string", "readOnly": True}}),
        thing(properties={"name": STRING, "tag": {"type": "string", "readOnly": True, "maxLength": 5}}),
    ),
    "write-only property narrower": (
        thing(properties={"name": STRING, "tag": {"type": "string", "writeOnly": True}}),
        thing(properties={"name": STRING, "tag": {"type": "string", "writeOnly": True, "maxLength": 5}}),
    ),
    "writeOnly and required": (thing(), thing(properties={"name": {"type": "string", "writeOnly": True}})),
    "required with default": (
        thing(properties={"name": STRING, "tag": {"type": "string", "default": "a"}}),
        thing(
            properties={"name": STRING, "tag": {"type": "string", "default": "a"}}, required=["name", "tag"]
        ),
    ),
    "required read-only property": (thing(properties=READ), thing(properties=READ, required=["name", "tag"])),
    "required write-only property": (
        thing(properties=WRITE),
        thing(properties=WRITE, required=["name", "tag"]),
    ),
    "write-only property": (thing(), thing(properties=WRITE)),
    "new required write-only property": (thing(), thing(properties=WRITE, required=["name", "tag"])),
    "new required property with default": (
        thing(),
        thing(
            properties={"name": STRING, "tag": {"type": "string", "default": "a"}}, required=["name", "tag"]
        ),
    ),
    "deprecated property": (thing(), thing(properties={"name": STRING, "tag": OLD})),
    "required deprecated property": (
        thing(),
        thing(properties={"name": STRING, "tag": OLD}, required=["name", "tag"]),
    ),
    "default": (INTEGER, {"type": "integer", "default": 1}),
    "default changed": ({"type": "integer", "default": 1}, {"type": "integer", "default": 2}),
    "deprecated": (STRING, {"type": "string", "deprecated": True}),
    "xml": (thing(), thing(xml={"name": "other"})),
    "oneOf tagged": ({"oneOf": [CAT]}, {"oneOf": [CAT, DOG]}),
    "oneOf untagged": ({"oneOf": [STRING, thing()]}, {"oneOf": [STRING, thing(), INTEGER]}),
    "anyOf": ({"anyOf": [STRING, thing()]}, {"anyOf": [STRING, thing(), INTEGER]}),
    "oneOf overlapping": ({"oneOf": [STRING, INTEGER]}, {"oneOf": [STRING, {"type": "number"}, INTEGER]}),
    "branch narrower": ({"oneOf": [CAT, DOG]}, {"oneOf": [CAT, {**DOG, "required": ["kind", "tricks"]}]}),
    "allOf": (thing(), {"allOf": [thing(), {"properties": {"name": {"maxLength": 5}}}]}),
    "allOf instead of properties": (
        thing(properties={"name": STRING, "tag": STRING}),
        {"allOf": [thing(), {"type": "object", "properties": {"tag": STRING}}]},
    ),
    "condition": (
        thing(properties={"name": STRING, "tag": STRING}),
        thing(
            properties={"name": STRING, "tag": STRING},
            **{
                "if": {"required": ["tag"], "properties": {"tag": {"const": "a"}}},
                "then": {"properties": {"name": {"maxLength": 3}}},
            },
        ),
    ),
    "condition changed": (
        thing(**{"if": {"properties": {"name": {"const": "a"}}}, "then": {"minProperties": 2}}),
        thing(**{"if": {"properties": {"name": {"const": "a"}}}, "then": {"minProperties": 3}}),
    ),
    "not": (STRING, {"type": "string", "not": {"const": "a"}}),
    "not changed": ({"type": "string", "not": {"const": "a"}}, {"type": "string", "not": {"const": "b"}}),
    "else": (thing(**CONDITION), thing(**CONDITION, **{"else": {"minProperties": 2}})),
    "allOf of annotations": (thing(), {**thing(), "allOf": [{"description": "A thing"}]}),
    "oneOf around": (thing(), {"oneOf": [thing(), INTEGER]}),
    "contentMediaType": (
        {"type": "string", "contentMediaType": "text/html"},
        {"type": "string", "contentMediaType": "text/plain"},
    ),
    "contentSchema": (JSON_TEXT, JSON_TEXT | {"contentSchema": thing()}),
    "contentEncoding": (STRING, {"type": "string", "contentEncoding": "base64"}),
    "impossible": (STRING, False),
    "enum of the other type": ({"type": "string", "enum": ["1"]}, {"type": "integer", "enum": [1]}),
    "oneOf in another order": ({"oneOf": [CAT, DOG]}, {"oneOf": [DOG, CAT]}),
    "oneOf instead of anyOf": ({"anyOf": [CAT, DOG]}, {"oneOf": [CAT, DOG]}),
    "example": ({"type": "string", "example": "a"}, {"type": "string", "example": "b"}),
    "rule of the server": (thing(), {**thing(), "allOf": [server_rule("There must be room for a thing.")]}),
    "message of a rule": (
        {**thing(), "allOf": [server_rule("There must be room for a thing.")]},
        {**thing(), "allOf": [server_rule("A thing needs room.")]},
    ),
    "dependentRequired as schema": (
        thing(properties=THREE, dependentSchemas={"tag": {"required": ["size"]}}),
        thing(properties=THREE, dependentRequired={"tag": ["size"]}),
    ),
    "object to map": (thing(), {"type": "object", "additionalProperties": STRING}),
}
"""Schemas of a property, which is sent and received."""

CHILD: dict[str, Any] = {
    "allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {"tag": STRING}}]
}
MORE: dict[str, Any] = {"properties": {"name": STRING, "tag": STRING}, "required": ["name", "tag"]}


def array(name: str) -> dict[str, Any]:
    """An array of objects of a component."""
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


NAMED: dict[str, tuple[Document, Document]] = {
    "reference moved": (document(thing()), document({"$ref": "#/components/schemas/Part"}, Part=thing())),
    "component renamed": (
        document({"$ref": "#/components/schemas/Part"}, Part=thing()),
        document({"$ref": "#/components/schemas/Piece"}, Piece=thing()),
    ),
    "enum as component": (
        document({"type": "string", "enum": ["a", "b"]}),
        document({"$ref": "#/components/schemas/Kind"}, Kind={"type": "string", "enum": ["a", "b"]}),
    ),
    "inherited field": (
        document(CHILD, Base=thing()),
        document(CHILD, Base=thing(properties={"name": INTEGER})),
    ),
    "another component": (
        document({"$ref": "#/components/schemas/Part"}, Part=thing(), Piece=thing(minProperties=1, **MORE)),
        document({"$ref": "#/components/schemas/Piece"}, Part=thing(), Piece=thing(minProperties=1, **MORE)),
    ),
    "another component for items": (
        document(array("Part"), Part=thing(), Piece=thing(properties={"name": STRING, "tag": STRING})),
        document(array("Piece"), Part=thing(), Piece=thing(properties={"name": STRING, "tag": STRING})),
    ),
    "discriminator value": (
        document(
            {
                "oneOf": [{"$ref": "#/components/schemas/Cat"}],
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
            },
            Cat=CAT,
            Dog=DOG,
        ),
        document(
            {
                "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"},
                },
            },
            Cat=CAT,
            Dog=DOG,
        ),
    ),
    "discriminator property": (
        document(
            {"oneOf": [{"$ref": "#/components/schemas/Cat"}], "discriminator": {"propertyName": "kind"}},
            Cat=CAT,
        ),
        document(
            {"oneOf": [{"$ref": "#/components/schemas/Cat"}], "discriminator": {"propertyName": "type"}},
            Cat={**CAT, "properties": {**CAT["properties"], "type": STRING}, "required": ["kind", "type"]},
        ),
    ),
    "recursive": (
        document(
            {"$ref": "#/components/schemas/Node"},
            Node={
                "type": "object",
                "properties": {"value": INTEGER, "next": {"$ref": "#/components/schemas/Node"}},
            },
        ),
        document(
            {"$ref": "#/components/schemas/Node"},
            Node={
                "type": "object",
                "properties": {
                    "value": {"type": "integer", "minimum": 0},
                    "next": {"$ref": "#/components/schemas/Node"},
                },
            },
        ),
    ),
    "property renamed in Python": (
        document(STRING),
        of_schema(
            {"type": "object", "properties": {"value": {"type": "string", "x-oasmith-name": "content"}}}
        ),
    ),
    "array body": (
        of_schema({"type": "array", "items": STRING}),
        of_schema({"type": "array", "items": {"type": "string", "maxLength": 3}}),
    ),
    "body nullable": (of_schema(thing()), of_schema({"anyOf": [thing(), {"type": "null"}]})),
}

WIRE: dict[str, tuple[Document, Document]] = {
    "operation": (changed(operation(), paths={}), operation()),
    "operation deprecated": (operation(), operation(deprecated=True)),
    "deprecated operation": (changed(operation(), paths={}), operation(deprecated=True)),
    "sunset": (operation(deprecated=True), operation(deprecated=True, **{"x-sunset": "2027-01-01"})),
    "sunset changed": (
        operation(deprecated=True, **{"x-sunset": "2027-01-01"}),
        operation(deprecated=True, **{"x-sunset": "2028-01-01"}),
    ),
    "operationId": (operation(), operation(operationId="readThing")),
    "operationId added": (operation(operationId=None), operation()),
    "deprecated with sunset": (operation(), operation(deprecated=True, **{"x-sunset": "2099-01-01"})),
    "tag": (operation(tags=["things"]), operation(tags=["objects"])),
    "tag added": (operation(), operation(tags=["things"])),
    "path": (operation(), changed(operation(), paths={"/items/{id}": operation()["paths"]["/things/{id}"]})),
    "path parameter name": (
        operation(),
        changed(
            operation(),
            paths={
                "/things/{key}": {
                    "get": {
                        **operation()["paths"]["/things/{id}"]["get"],
                        "parameters": [{"name": "key", "in": "path", "required": True, "schema": STRING}],
                    }
                }
            },
        ),
    ),
    "method": (
        operation(),
        changed(operation(), paths={"/things/{id}": {"query": operation()["paths"]["/things/{id}"]["get"]}}),
    ),
    "parameter": (operation(), parameters(query())),
    "required parameter": (operation(), parameters(query(required=True))),
    "parameter required": (parameters(query()), parameters(query(required=True))),
    "parameter moved": (
        parameters(query("X-Limit")),
        parameters({"name": "X-Limit", "in": "header", "schema": INTEGER}),
    ),
    "deprecated parameter": (parameters(), parameters(query(deprecated=True))),
    "parameter with default": (
        parameters(),
        parameters(query(schema={"type": "integer", "default": 1}, required=True)),
    ),
    "parameter renamed in Python": (parameters(query()), parameters(query(**{"x-oasmith-name": "most"}))),
    "parameter default": (parameters(query()), parameters(query(schema={"type": "integer", "default": 10}))),
    "parameter maximum": (parameters(query()), parameters(query(schema={"type": "integer", "maximum": 10}))),
    "parameter enum value": (
        parameters(query(schema={"enum": ["a", "b"]})),
        parameters(query(schema={"enum": ["a", "b", "c"]})),
    ),
    "parameter type": (parameters(query()), parameters(query(schema=STRING))),
    "parameter array": (parameters(query()), parameters(query(schema={"type": "array", "items": INTEGER}))),
    "parameter deprecated": (parameters(query()), parameters(query(deprecated=True))),
    "parameter style": (
        parameters(query(schema={"type": "array", "items": STRING})),
        parameters(query(schema={"type": "array", "items": STRING}, style="pipeDelimited", explode=True)),
    ),
    "parameter explode": (
        parameters(query(schema={"type": "array", "items": STRING})),
        parameters(query(schema={"type": "array", "items": STRING}, explode=False)),
    ),
    "parameter reserved": (
        parameters(query(schema=STRING)),
        parameters(query(schema=STRING, allowReserved=True)),
    ),
    "parameter empty": (
        parameters(query(schema=STRING)),
        parameters(query(schema=STRING, allowEmptyValue=True)),
    ),
    "parameter content": (
        parameters(query(schema=STRING)),
        parameters({"name": "limit", "in": "query", "content": {"application/json": {"schema": STRING}}}),
    ),
    "header name case": (
        parameters({"name": "X-A", "in": "header", "schema": STRING}),
        parameters({"name": "x-a", "in": "header", "schema": STRING}),
    ),
    "body": (operation(), body()),
    "required body": (operation(), body(required=True)),
    "body required": (body(), body(required=True)),
    "media type": (
        body(),
        body(
            content={
                "application/json": {"schema": thing()},
                "application/x-www-form-urlencoded": {"schema": thing()},
            }
        ),
    ),
    "media type exchanged": (
        body(),
        body(content={"application/x-www-form-urlencoded": {"schema": thing()}}),
    ),
    "media range": (body(content={"application/*": {"schema": thing()}}), body()),
    "media type without schema": (body(content={"application/json": {}}), body()),
    "items of a stream": (
        body(content={"application/jsonl": {"schema": {}}}),
        body(content={"application/jsonl": {"schema": {}, "itemSchema": thing()}}),
    ),
    "response media type without schema": (
        responses(s200=text(content={"application/json": {}})),
        responses(s200=text()),
    ),
    "bytes without schema": (
        body(content={"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}),
        body(content={"application/octet-stream": {}}),
    ),
    "bytes of a response without schema": (
        responses(s200=text(content={"application/pdf": {"schema": {"type": "string", "format": "binary"}}})),
        responses(s200=text(content={"application/pdf": {"schema": {}}})),
    ),
    "text without schema": (
        responses(s200=text(content={"text/csv": {"schema": STRING}})),
        responses(s200=text(content={"text/csv": {}})),
    ),
    "text with a bound": (
        responses(s200=text(content={"text/csv": {"schema": STRING}})),
        responses(s200=text(content={"text/csv": {"schema": {"type": "string", "maxLength": 9}}})),
    ),
    "events": (
        responses(s200=text(content={"text/event-stream": {"itemSchema": thing()}})),
        responses(s200=text(content={"text/event-stream": {"itemSchema": thing(required=[])}})),
    ),
    "response media type with a suffix": (
        responses(s200=text(content={"application/json": {"schema": STRING}})),
        responses(s200=text(content={"application/problem+json": {"schema": STRING}})),
    ),
    "response media type parameter": (
        responses(s200=text(content={"application/json": {"schema": STRING}})),
        responses(s200=text(content={"application/json;version=2": {"schema": STRING}})),
    ),
    "encoding": (
        body(
            content={
                "application/x-www-form-urlencoded": {
                    "schema": thing(properties={"name": {"type": "array", "items": STRING}})
                }
            }
        ),
        body(
            content={
                "application/x-www-form-urlencoded": {
                    "schema": thing(properties={"name": {"type": "array", "items": STRING}}),
                    "encoding": {"name": {"style": "form", "explode": False}},
                }
            }
        ),
    ),
    "success status": (responses(s200=text()), responses(s200=text(), s201=text())),
    "success status exchanged": (responses(s200=text()), responses(s201=text())),
    "error status": (responses(s200=text()), responses(s200=text(), s404=text("Missing"))),
    "error status with default": (
        responses(s200=text(), sdefault=text("Failed")),
        responses(s200=text(), sdefault=text("Failed"), s404=text("Missing")),
    ),
    "error body": (
        responses(s200=text(), s404={"description": "Missing"}),
        responses(s200=text(), s404=text("Missing")),
    ),
    "error body type": (
        responses(s200=text(), s404=text("Missing")),
        responses(s200=text(), s404=text("Missing", content={"application/json": {"schema": INTEGER}})),
    ),
    "response body": (responses(s200={"description": "Found"}), responses(s200=text())),
    "response type": (
        responses(s200=text()),
        responses(s200=text(content={"application/json": {"schema": INTEGER}})),
    ),
    "response media type": (
        responses(s200=text()),
        responses(
            s200=text(content={"application/json": {"schema": STRING}, "text/csv": {"schema": STRING}})
        ),
    ),
    "response header": (
        responses(s200=text()),
        responses(s200=text(headers={"X-Total": {"schema": INTEGER}})),
    ),
    "required response header": (
        responses(s200=text()),
        responses(s200=text(headers={"X-Total": {"required": True, "schema": INTEGER}})),
    ),
    "response header required": (
        responses(s200=text(headers={"X-Total": {"schema": INTEGER}})),
        responses(s200=text(headers={"X-Total": {"required": True, "schema": INTEGER}})),
    ),
    "response header type": (
        responses(s200=text(headers={"X-Total": {"schema": INTEGER}})),
        responses(s200=text(headers={"X-Total": {"schema": STRING}})),
    ),
    "response header in lower case": (
        responses(s200=text(headers={"X-Total": {"schema": INTEGER}})),
        responses(s200=text(headers={"x-total": {"schema": INTEGER}})),
    ),
    "type of a response header in lower case": (
        responses(s200=text(headers={"x-total": {"schema": INTEGER}})),
        responses(s200=text(headers={"x-total": {"schema": STRING}})),
    ),
    "response header with content": (
        responses(s200=text(headers={"Total": {"content": {"application/json": {"schema": INTEGER}}}})),
        responses(s200=text(headers={"Total": {"content": {"application/json": {"schema": STRING}}}})),
    ),
    "response header as content": (
        responses(s200=text(headers={"Total": {"schema": STRING}})),
        responses(s200=text(headers={"Total": {"content": {"application/json": {"schema": STRING}}}})),
    ),
    "response header exploded": (
        responses(s200=text(headers={"Total": {"schema": thing()}})),
        responses(s200=text(headers={"Total": {"schema": thing(), "explode": True}})),
    ),
    "response header deprecated": (
        responses(s200=text(headers={"Total": {"schema": INTEGER}})),
        responses(s200=text(headers={"Total": {"schema": INTEGER, "deprecated": True}})),
    ),
    "success status as range": (responses(s200=text()), responses(s2XX=text())),
    "success status as range with another body": (
        responses(s200=text()),
        responses(s2XX=text(content={"application/json": {"schema": INTEGER}})),
    ),
    "success status as default": (responses(s200=text()), responses(sdefault=text())),
    "error status as default with another body": (
        responses(s200=text(), s404=text("Missing")),
        responses(s200=text(), sdefault=text("Failed", content={"application/json": {"schema": INTEGER}})),
    ),
    "second success with default": (
        responses(s200=text(), sdefault=text("Failed")),
        responses(s200=text(), s201=text(), sdefault=text("Failed")),
    ),
    "target of a link": (
        responses(s200=text(links={"self": {"operationId": "getThing"}})),
        responses(s200=text(links={"self": {"operationId": "getThing", "parameters": {"id": "1"}}})),
    ),
    "encoding of a new property": (
        form({"file": STRING}, file={"contentType": "image/png"}),
        form(
            {"file": STRING, "icon": STRING},
            file={"contentType": "image/png"},
            icon={"contentType": "image/png"},
        ),
    ),
    "encoding with more media types": (
        form({"file": STRING}, file={"contentType": "image/png"}),
        form({"file": STRING}, file={"contentType": "image/png, image/jpeg"}),
    ),
    "examples of a body": (
        body(
            content={"application/json": {"schema": thing(), "examples": {"one": {"value": {"name": "a"}}}}}
        ),
        body(
            content={"application/json": {"schema": thing(), "examples": {"one": {"value": {"name": "b"}}}}}
        ),
    ),
    "link": (responses(s200=text()), responses(s200=text(links={"self": {"operationId": "getThing"}}))),
    "security": (changed(operation(), components={"securitySchemes": {"key": KEY}}), schemes(key=KEY)),
    "security alternative": (
        changed(
            operation(security=[{"key": []}]), components={"securitySchemes": {"key": KEY, "token": BEARER}}
        ),
        changed(
            operation(security=[{"key": []}, {"token": []}]),
            components={"securitySchemes": {"key": KEY, "token": BEARER}},
        ),
    ),
    "security both": (
        changed(
            operation(security=[{"key": []}]), components={"securitySchemes": {"key": KEY, "token": BEARER}}
        ),
        changed(
            operation(security=[{"key": [], "token": []}]),
            components={"securitySchemes": {"key": KEY, "token": BEARER}},
        ),
    ),
    "security optional": (
        schemes(key=KEY),
        changed(operation(security=[{"key": []}, {}]), components={"securitySchemes": {"key": KEY}}),
    ),
    "security scope": (
        changed(operation(security=[{"oauth": []}]), components={"securitySchemes": {"oauth": flow()}}),
        changed(operation(security=[{"oauth": ["read"]}]), components={"securitySchemes": {"oauth": flow()}}),
    ),
    "security default": (
        changed(operation(), components={"securitySchemes": {"key": KEY}}),
        changed(operation(), security=[{"key": []}], components={"securitySchemes": {"key": KEY}}),
    ),
    "security type": (schemes(key=KEY), schemes(key=BEARER)),
    "security header": (schemes(key=KEY), schemes(key={**KEY, "name": "X-Token"})),
    "security place": (schemes(key=KEY), schemes(key={**KEY, "in": "query"})),
    "security http scheme": (schemes(key=BEARER), schemes(key={"type": "http", "scheme": "basic"})),
    "token URL": (schemes(oauth=flow()), schemes(oauth=flow(tokenUrl="https://id.example/tokens"))),
    "scope of a flow": (
        schemes(oauth=flow()),
        schemes(oauth=flow(scopes={"read": "Read", "write": "Write"})),
    ),
    "flow": (
        schemes(oauth=flow()),
        schemes(
            oauth={
                "type": "oauth2",
                "flows": {
                    **flow()["flows"],
                    "password": {"tokenUrl": "https://id.example/token", "scopes": {}},
                },
            }
        ),
    ),
    "security scheme unused": (
        changed(operation(), components={"securitySchemes": {"key": KEY}}),
        changed(operation(), components={"securitySchemes": {"key": KEY, "token": BEARER}}),
    ),
    "security of all operations removed": (
        changed(operation(), security=[{"key": []}], components={"securitySchemes": {"key": KEY}}),
        changed(operation(), security=[], components={"securitySchemes": {"key": KEY}}),
    ),
    "scope of all operations": (
        changed(operation(), security=[{"oauth": []}], components={"securitySchemes": {"oauth": flow()}}),
        changed(
            operation(), security=[{"oauth": ["read"]}], components={"securitySchemes": {"oauth": flow()}}
        ),
    ),
    "bearer format": (schemes(key=BEARER), schemes(key={**BEARER, "bearerFormat": "JWT"})),
    "refresh URL": (schemes(oauth=flow()), schemes(oauth=flow(refreshUrl="https://id.example/again"))),
    "OpenID URL": (schemes(id=openid("https://id.example")), schemes(id=openid("https://login.example"))),
    "authorization URL": (
        schemes(oauth=implicit("https://a.example")),
        schemes(oauth=implicit("https://b.example")),
    ),
    "text of a scope": (schemes(oauth=flow()), schemes(oauth=flow(scopes={"read": "Reads"}))),
    "server": (servers("https://api.example"), servers("https://api.example", "https://eu.example")),
    "server exchanged": (servers("https://api.example"), servers("https://eu.example")),
    "server order": (
        servers("https://api.example", "https://eu.example"),
        servers("https://eu.example", "https://api.example"),
    ),
    "server of an operation": (
        operation(servers=[{"url": "https://a.example"}]),
        operation(servers=[{"url": "https://b.example"}]),
    ),
    "server of an operation instead": (operation(), operation(servers=[{"url": "https://a.example"}])),
    "server by default": (changed(operation(), servers=None), servers("/")),
    "description of a server": (
        servers({"url": "https://a.example", "description": "Here"}),
        servers({"url": "https://a.example", "description": "There"}),
    ),
    "description of a tag": (
        changed(operation(tags=["things"]), tags=[{"name": "things", "description": "Here"}]),
        changed(operation(tags=["things"]), tags=[{"name": "things", "description": "There"}]),
    ),
    "description of a security scheme": (schemes(key=KEY), schemes(key={**KEY, "description": "A key"})),
    "server variable default": (
        servers({"url": "https://{region}.example", "variables": {"region": {"default": "eu"}}}),
        servers({"url": "https://{region}.example", "variables": {"region": {"default": "us"}}}),
    ),
    "server variable value": (
        servers(
            {"url": "https://{region}.example", "variables": {"region": {"default": "eu", "enum": ["eu"]}}}
        ),
        servers(
            {
                "url": "https://{region}.example",
                "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}},
            }
        ),
    ),
    "webhook": (
        operation(),
        changed(
            operation(),
            webhooks={
                "moved": {
                    "post": {
                        "requestBody": {"content": {"application/json": {"schema": STRING}}},
                        "responses": {"200": {"description": "ok"}},
                    }
                }
            },
        ),
    ),
    "webhook body": (
        changed(
            operation(),
            webhooks={
                "moved": {
                    "post": {
                        "requestBody": {"content": {"application/json": {"schema": STRING}}},
                        "responses": {"200": {"description": "ok"}},
                    }
                }
            },
        ),
        changed(
            operation(),
            webhooks={
                "moved": {
                    "post": {
                        "requestBody": {
                            "content": {"application/json": {"schema": {"type": "string", "enum": ["a"]}}}
                        },
                        "responses": {"200": {"description": "ok"}},
                    }
                }
            },
        ),
    ),
    "callback": (
        body(),
        changed(
            body(),
            paths={
                "/things/{id}": {
                    "get": {
                        **body()["paths"]["/things/{id}"]["get"],
                        "callbacks": {
                            "done": {
                                "{$request.body#/url}": {
                                    "post": {"responses": {"200": {"description": "ok"}}}
                                }
                            }
                        },
                    }
                }
            },
        ),
    ),
    "responses to a webhook": (webhook("200"), webhook("202")),
    "title": (operation(), changed(operation(), info={"title": "Objects", "version": "1"})),
    "version": (operation(), changed(operation(), info={"title": "Things", "version": "2"})),
    "description": (operation(), operation(description="Reads a thing.")),
    "order of keys": (document(thing()), document(dict(reversed(thing().items())))),
}
"""Descriptions with one change that is not of a schema."""


def pairs() -> Iterator[tuple[str, Document, Document]]:
    """Each pair and its reverse: a name, the old and the new description."""
    for name, (old, new) in SCHEMAS.items():
        yield f"schema: {name}", document(old), document(new)
        yield f"schema: {name}, reversed", document(new), document(old)
    for name, (old, new) in (NAMED | WIRE).items():
        yield name, old, new
        yield f"{name}, reversed", new, old
