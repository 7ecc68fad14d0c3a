"""Descriptions broken at random: deterministic for a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from oasmith.reading.files import load
from oasmith.reading.selection import select
from oasmith.settings import Selection

_EVERYTHING = Path(__file__).with_name("everything.yaml")
_GOLDEN = Path(__file__).parents[1] / "golden"
_SMALL = 4_500
"""The size in characters of a description that can be generated thousands of times."""


def descriptions() -> list[dict[str, Any]]:
    """Small descriptions: one with every kind of component, and the golden ones path by path."""
    found = [load(_EVERYTHING).data]
    for file in sorted(_GOLDEN.glob("*/openapi.yaml")):
        document = load(file).data
        for path in document["paths"] if file.parent.name != "files" else ():
            found.append(select(document, Selection(paths=(path,)), Selection(), "the test"))
    return [document for document in found[1:] if len(json.dumps(document)) < _SMALL] + found[:1]


ODD_STRINGS = [
    "", " ", "x" * 300, "é", "\u202e", "\x00", "\x1b[31m", "\ud800", "\U0001f525", "a/b", "~1", "{", "}",
    "{}", "{a", "#", "#/", "%", "%zz", "http://[", "file:///etc/passwd", "../../x", "class", "None", "self",
    "__init__", "123", "a b", "'", '"', '"""', "\\", "\n", "$ref", "x-", "*",
    "application/json; charset=x", "²", "\u0661", "string", "object", "null", "3.0.3", "get", "default",
    "200", "(", "[", "a{99999}", "(?<=a)", "/", "//", "/{id}", "True",
]  # fmt: skip
ODD_VALUES: list[Any] = [
    None, True, False, 0, -1, 1, 1.5, 1e308, -0.0, 2**63, 10**100, 10**299, 10**400, float("nan"),
    float("inf"), [], {}, [[]], [None], {"": None}, {"$ref": 5}, {"$ref": "#"}, {"$ref": "#/components"},
    {"type": "object"}, [{"a": [1]}],
]  # fmt: skip
_FIELDS = [
    "type", "$ref", "allOf", "oneOf", "anyOf", "not", "items", "properties", "required", "enum", "const",
    "default", "format", "pattern", "nullable", "discriminator", "additionalProperties",
    "patternProperties", "if", "then", "minimum", "maxLength", "multipleOf", "readOnly", "writeOnly",
    "deprecated", "description", "title", "example", "examples", "schema", "content", "parameters", "in",
    "name", "style", "explode", "operationId", "tags", "security", "servers", "callbacks", "links",
    "headers", "responses", "requestBody", "x-oasmith-name", "x-oasmith-pagination", "x-rule",
    "x-environment", "x-vendor-sdk", "$id", "$anchor", "$dynamicRef", "$defs", "prefixItems",
    "contentEncoding", "contentMediaType", "contentSchema", "itemSchema", "encoding", "variables",
    "mapping", "x-client-parameter", "dependentRequired", "propertyNames", "uniqueItems", "minItems",
    "$self", "jsonSchemaDialect", "x-extensible-enum",
]  # fmt: skip

Place = tuple[str | int, ...]


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


def _places(document: Any) -> list[Place]:
    found: list[Place] = []
    stack: list[tuple[Place, Any]] = [((), document)]
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


def _at(document: Any, path: Place) -> Any:
    for part in path:
        document = document[part]
    return document


def _set(document: Any, path: Place, value: Any) -> None:
    _at(document, path[:-1])[path[-1]] = value


def _pointer(path: Place) -> str:
    return "#/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _delete(chance: random.Random, document: Any, path: Place) -> None:
    del _at(document, path[:-1])[path[-1]]


def _null(chance: random.Random, document: Any, path: Place) -> None:
    _set(document, path, None)


def _odd_value(chance: random.Random, document: Any, path: Place) -> None:
    _set(document, path, _copied(chance.choice(ODD_VALUES)))


def _odd_string(chance: random.Random, document: Any, path: Place) -> None:
    _set(document, path, chance.choice(ODD_STRINGS))


def _copy_from_elsewhere(chance: random.Random, document: Any, path: Place) -> None:
    _set(document, path, _copied(_at(document, chance.choice(_places(document)))))


def _swap(chance: random.Random, document: Any, path: Place) -> None:
    other = chance.choice(_places(document))
    if path[: len(other)] == other or other[: len(path)] == path:
        return
    first, second = _copied(_at(document, path)), _copied(_at(document, other))
    _set(document, other, first)
    _set(document, path, second)


def _wrap_in_list(chance: random.Random, document: Any, path: Place) -> None:
    _set(document, path, [_at(document, path)])


def _wrap_in_object(chance: random.Random, document: Any, path: Place) -> None:
    _set(document, path, {chance.choice((*ODD_STRINGS, *_FIELDS)): _at(document, path)})


def _unwrap(chance: random.Random, document: Any, path: Place) -> None:
    node = _at(document, path)
    members = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
    if members:
        _set(document, path, chance.choice(members))


def _rename(chance: random.Random, document: Any, path: Place) -> None:
    parent = _at(document, path[:-1])
    if isinstance(parent, dict):
        new = chance.choice((*ODD_STRINGS, *_FIELDS))
        items = [(new if key == path[-1] else key, value) for key, value in parent.items()]
        parent.clear()
        parent.update(items)


def _add_field(chance: random.Random, document: Any, path: Place) -> None:
    node = _at(document, path)
    if isinstance(node, dict):
        other = chance.choice((True, False))
        value = _at(document, chance.choice(_places(document))) if other else chance.choice(ODD_VALUES)
        node[chance.choice(_FIELDS)] = _copied(value)


def _refer_to_itself(chance: random.Random, document: Any, path: Place) -> None:
    _set(document, path, {"$ref": _pointer(path)})


def _refer_to_parent(chance: random.Random, document: Any, path: Place) -> None:
    _set(document, path, {"$ref": _pointer(path[: chance.randrange(len(path))])})


def _refer_elsewhere(chance: random.Random, document: Any, path: Place) -> None:
    _set(document, path, {"$ref": _pointer(chance.choice(_places(document)))})


def _refer_to_schema(chance: random.Random, document: Any, path: Place) -> None:
    _set(
        document,
        path,
        {"$ref": f"#/components/schemas/{chance.choice(['Pet', 'Owner', 'Tag', 'Shape', 'Error'])}"},
    )


def _odd_reference(chance: random.Random, document: Any, path: Place) -> None:
    _set(document, path, {"$ref": chance.choice(ODD_STRINGS)})


def _duplicate(chance: random.Random, document: Any, path: Place) -> None:
    parent = _at(document, path[:-1])
    if isinstance(parent, list):
        parent.append(_copied(parent[int(path[-1])]))
    else:
        parent[f"{path[-1]}2"] = _copied(parent[path[-1]])


def _nest(chance: random.Random, document: Any, path: Place) -> None:
    node = _at(document, path)
    keyword = chance.choice(("items", "not", "properties"))
    for _ in range(chance.choice((3, 20, 150))):
        node = {keyword: {"a": node} if keyword == "properties" else node}
    _set(document, path, node)


def _empty(chance: random.Random, document: Any, path: Place) -> None:
    node = _at(document, path)
    _set(document, path, {} if isinstance(node, dict) else [] if isinstance(node, list) else "")


def _as_string(chance: random.Random, document: Any, path: Place) -> None:
    _set(document, path, json.dumps(_at(document, path))[:400])


_CHANGES: list[Callable[[random.Random, Any, Place], None]] = [
    _delete, _null, _odd_value, _odd_string, _copy_from_elsewhere, _swap, _wrap_in_list, _wrap_in_object,
    _unwrap, _rename, _add_field, _refer_to_itself, _refer_to_parent, _refer_elsewhere, _refer_to_schema,
    _odd_reference, _duplicate, _nest, _empty, _as_string,
]  # fmt: skip
