"""Descriptions broken at random: deterministic for a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

BASE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Base", "version": "1", "description": "A little of everything."},
    "servers": [{"url": "https://{region}.base.example/v1", "variables": {"region": {"default": "eu"}}}],
    "security": [{"Key": []}],
    "tags": [{"name": "pets", "description": "Pets."}],
    "paths": {
        "/pets/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {
                "operationId": "readPet",
                "tags": ["pets"],
                "summary": "Read a pet.",
                "parameters": [
                    {
                        "name": "fields",
                        "in": "query",
                        "explode": False,
                        "schema": {"type": "array", "items": {"type": "string"}},
                    },
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string", "format": "uuid"}},
                ],
                "responses": {
                    "200": {"$ref": "#/components/responses/Pet"},
                    "4XX": {
                        "description": "Wrong.",
                        "headers": {"Retry-After": {"$ref": "#/components/headers/Wait"}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                    },
                },
            },
            "put": {
                "operationId": "writePet",
                "tags": ["pets"],
                "security": [],
                "requestBody": {"$ref": "#/components/requestBodies/Pet"},
                "callbacks": {"done": {"$ref": "#/components/callbacks/Done"}},
                "responses": {
                    "204": {"description": "Done.", "links": {"read": {"$ref": "#/components/links/Read"}}}
                },
            },
        },
        "/search": {"$ref": "#/components/pathItems/Search"},
    },
    "webhooks": {
        "born": {"post": {"requestBody": {"$ref": "#/components/requestBodies/Pet"}, "responses": {"200": {"description": "Seen."}}}}
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[a-z]+$"},
                    "kind": {"enum": ["cat", "dog"]},
                    "age": {"type": ["integer", "null"], "minimum": 0, "exclusiveMaximum": 99},
                    "born": {"type": "string", "format": "date", "default": "2020-01-01"},
                    "owner": {"$ref": "#/components/schemas/Owner"},
                    "tags": {"type": "array", "uniqueItems": True, "items": {"$ref": "#/components/schemas/Tag"}},
                    "extra": {"additionalProperties": {"type": "number", "multipleOf": 0.5}},
                },
            },
            "Owner": {
                "allOf": [
                    {"$ref": "#/components/schemas/Tag"},
                    {"type": "object", "properties": {"pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}},
                ]
            },
            "Tag": {"type": "object", "title": "A tag", "properties": {"label": {"type": "string", "default": "a"}}},
            "Shape": {
                "oneOf": [{"$ref": "#/components/schemas/Round"}, {"$ref": "#/components/schemas/Square"}],
                "discriminator": {"propertyName": "form", "mapping": {"round": "#/components/schemas/Round"}},
            },
            "Round": {"type": "object", "required": ["form"], "properties": {"form": {"const": "round"}}},
            "Square": {
                "type": "object", "required": ["form"],
                "properties": {"form": {"type": "string"}, "side": {"type": "number"}},
            },
            "Error": {
                "anyOf": [{"type": "string"}, {"type": "object", "properties": {"message": {"type": "string"}}}]
            },
        },
        "parameters": {
            "Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}, "example": 3}
        },
        "headers": {"Wait": {"description": "Seconds.", "schema": {"type": "integer"}}},
        "responses": {
            "Pet": {
                "description": "A pet.",
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/Pet"},
                        "examples": {"tom": {"$ref": "#/components/examples/Tom"}},
                    }
                },
            }
        },
        "requestBodies": {
            "Pet": {
                "required": True,
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}},
                    "multipart/form-data": {
                        "schema": {
                            "type": "object",
                            "properties": {"picture": {"type": "string", "format": "binary"}, "note": {"type": "string"}},
                        },
                        "encoding": {"picture": {"contentType": "image/png"}},
                    },
                },
            }
        },
        "examples": {"Tom": {"summary": "A cat.", "value": {"name": "tom", "kind": "cat"}}},
        "links": {"Read": {"operationId": "readPet", "parameters": {"id": "$request.path.id"}}},
        "callbacks": {
            "Done": {"{$request.body#/url}": {"post": {"requestBody": {"$ref": "#/components/requestBodies/Pet"}, "responses": {"200": {"description": "Seen."}}}}}
        },
        "pathItems": {
            "Search": {
                "post": {
                    "operationId": "search",
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Shape"}}}},
                    "responses": {"default": {"description": "All.", "content": {"text/plain": {}}}},
                }
            }
        },
        "securitySchemes": {
            "Key": {"type": "apiKey", "name": "X-Key", "in": "header"},
            "OAuth": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://base.example/token", "scopes": {"read": "Read."}}},
            },
        },
    },
}  # fmt: skip
"""A small description with every kind of component."""

ODD_STRINGS = [
    "", " ", "x" * 300, "é", "\u202e", "\x00", "\x1b[31m", "\ud800", "\U0001f525", "a/b", "~1", "{", "}", "{}", "{a",
    "#", "#/", "%", "%zz", "http://[", "file:///etc/passwd", "../../x", "class", "None", "self", "__init__", "123",
    "a b", "'", '"', '"""', "\\", "\n", "$ref", "x-", "*", "application/json; charset=x", "²", "١", "string", "object",
    "null", "3.0.3", "get", "default", "200", "(", "[", "a{99999}", "(?<=a)", "/", "//", "/{id}", "True",
]  # fmt: skip
ODD_VALUES: list[Any] = [
    None, True, False, 0, -1, 1, 1.5, 1e308, -0.0, 2**63, 10**100, 10**299, 10**400, float("nan"), float("inf"), [], {},
    [[]], [None], {"": None}, {"$ref": 5}, {"$ref": "#"}, {"$ref": "#/components"}, {"type": "object"}, [{"a": [1]}],
]  # fmt: skip
_FIELDS = [
    "type", "$ref", "allOf", "oneOf", "anyOf", "not", "items", "properties", "required", "enum", "const", "default",
    "format", "pattern", "nullable", "discriminator", "additionalProperties", "patternProperties", "if", "then",
    "minimum", "maxLength", "multipleOf", "readOnly", "writeOnly", "deprecated", "description", "title", "example",
    "examples", "schema", "content", "parameters", "in", "name", "style", "explode", "operationId", "tags", "security",
    "servers", "callbacks", "links", "headers", "responses", "requestBody", "x-oasmith-name", "x-oasmith-pagination",
    "x-rule", "x-environment", "x-vendor-sdk", "$id", "$anchor", "$dynamicRef", "$defs", "prefixItems", "contentEncoding",
    "contentMediaType", "contentSchema", "itemSchema", "encoding", "variables", "mapping", "x-client-parameter",
    "dependentRequired", "propertyNames", "uniqueItems", "minItems", "$self", "jsonSchemaDialect", "x-extensible-enum",
]  # fmt: skip

Path = tuple[str | int, ...]


def mutated(document: dict[str, Any], seed: int) -> tuple[dict[str, Any], list[str]]:
    """A broken copy of a description, and what was done to it."""
    chance = random.Random(seed)
    result = {"": _copied(document)}
    done = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        change = chance.choice(_CHANGES)
        places = list(_places(result[""]))
        path = chance.choice(places)
        done.append(f"{change.__name__.strip('_')} /{'/'.join(map(str, path))}"[:200])
        change(chance, result[""], path)
    return result[""], done


def _copied(value: Any) -> Any:
    """A copy of JSON data, however deep."""
    return json.loads(json.dumps(value))


def _places(document: Any) -> list[Path]:
    found: list[Path] = []
    stack: list[tuple[Path, Any]] = [((), document)]
    while stack and len(found) < 20_000:
        path, node = stack.pop()
        if path:
            found.append(path)
        if len(path) < 60:
            members = (
                node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
            )
            stack += [((*path, key), value) for key, value in members]
    return found


def _at(document: Any, path: Path) -> Any:
    for part in path:
        document = document[part]
    return document


def _set(document: Any, path: Path, value: Any) -> None:
    _at(document, path[:-1])[path[-1]] = value


def _pointer(path: Path) -> str:
    return "#/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _delete(chance: random.Random, document: Any, path: Path) -> None:
    del _at(document, path[:-1])[path[-1]]


def _null(chance: random.Random, document: Any, path: Path) -> None:
    _set(document, path, None)


def _odd_value(chance: random.Random, document: Any, path: Path) -> None:
    _set(document, path, _copied(chance.choice(ODD_VALUES)))


def _odd_string(chance: random.Random, document: Any, path: Path) -> None:
    _set(document, path, chance.choice(ODD_STRINGS))


def _copy_from_elsewhere(chance: random.Random, document: Any, path: Path) -> None:
    _set(document, path, _copied(_at(document, chance.choice(_places(document)))))


def _swap(chance: random.Random, document: Any, path: Path) -> None:
    other = chance.choice(_places(document))
    if path[: len(other)] == other or other[: len(path)] == path:
        return
    first, second = _copied(_at(document, path)), _copied(_at(document, other))
    _set(document, other, first)
    _set(document, path, second)


def _wrap_in_list(chance: random.Random, document: Any, path: Path) -> None:
    _set(document, path, [_at(document, path)])


def _wrap_in_object(chance: random.Random, document: Any, path: Path) -> None:
    _set(document, path, {chance.choice((*ODD_STRINGS, *_FIELDS)): _at(document, path)})


def _unwrap(chance: random.Random, document: Any, path: Path) -> None:
    node = _at(document, path)
    members = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
    if members:
        _set(document, path, chance.choice(members))


def _rename(chance: random.Random, document: Any, path: Path) -> None:
    parent = _at(document, path[:-1])
    if isinstance(parent, dict):
        new = chance.choice((*ODD_STRINGS, *_FIELDS))
        items = [(new if key == path[-1] else key, value) for key, value in parent.items()]
        parent.clear()
        parent.update(items)


def _add_field(chance: random.Random, document: Any, path: Path) -> None:
    node = _at(document, path)
    if isinstance(node, dict):
        other = chance.choice((True, False))
        value = _at(document, chance.choice(_places(document))) if other else chance.choice(ODD_VALUES)
        node[chance.choice(_FIELDS)] = _copied(value)


def _refer_to_itself(chance: random.Random, document: Any, path: Path) -> None:
    _set(document, path, {"$ref": _pointer(path)})


def _refer_to_parent(chance: random.Random, document: Any, path: Path) -> None:
    _set(document, path, {"$ref": _pointer(path[: chance.randrange(len(path))])})


def _refer_elsewhere(chance: random.Random, document: Any, path: Path) -> None:
    _set(document, path, {"$ref": _pointer(chance.choice(_places(document)))})


def _refer_to_schema(chance: random.Random, document: Any, path: Path) -> None:
    _set(
        document,
        path,
        {"$ref": f"#/components/schemas/{chance.choice(['Pet', 'Owner', 'Tag', 'Shape', 'Error'])}"},
    )


def _odd_reference(chance: random.Random, document: Any, path: Path) -> None:
    _set(document, path, {"$ref": chance.choice(ODD_STRINGS)})


def _duplicate(chance: random.Random, document: Any, path: Path) -> None:
    parent = _at(document, path[:-1])
    if isinstance(parent, list):
        parent.append(_copied(parent[int(path[-1])]))
    else:
        parent[f"{path[-1]}2"] = _copied(parent[path[-1]])


def _nest(chance: random.Random, document: Any, path: Path) -> None:
    node = _at(document, path)
    keyword = chance.choice(("items", "not", "properties"))
    for _ in range(chance.choice((3, 20, 150))):
        node = {keyword: {"a": node} if keyword == "properties" else node}
    _set(document, path, node)


def _empty(chance: random.Random, document: Any, path: Path) -> None:
    node = _at(document, path)
    _set(document, path, {} if isinstance(node, dict) else [] if isinstance(node, list) else "")


def _as_string(chance: random.Random, document: Any, path: Path) -> None:
    _set(document, path, json.dumps(_at(document, path))[:400])


_CHANGES: list[Callable[[random.Random, Any, Path], None]] = [
    _delete, _null, _odd_value, _odd_string, _copy_from_elsewhere, _swap, _wrap_in_list, _wrap_in_object, _unwrap,
    _rename, _add_field, _refer_to_itself, _refer_to_parent, _refer_elsewhere, _refer_to_schema, _odd_reference,
    _duplicate, _nest, _empty, _as_string,
]  # fmt: skip
