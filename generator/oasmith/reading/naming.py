"""Names: every object and every union has one that a person would have chosen.

Afterwards ``components.schemas`` holds each schema that a client needs a class or a type for, under
a key that is the class's name, and references to it wherever it stood inline.

A name depends on nothing but the schema and where it stands, so that a change elsewhere never
renames it: a title's, where everything inline that bears the title is the same thing, else the
parent's with the title's or the property's; ``x-oasmith-name`` wins over both.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from oasmith import names
from oasmith.extensions import SHORT_NAMES
from oasmith.names import Namespace, Wish, shortened, singular, spelled_out, words
from oasmith.operation_ids import function_names
from oasmith.reserved import MODEL_CLASSES
from oasmith.runtime.media import kind_of
from oasmith.structure import METHODS, Kind, Parts, children, map_objects

_PREFIX = "#/components/schemas/"
_FASTAPI_BODY = "Body_"
"""What FastAPI puts before an operation id to name the schema of a body."""
_UNIONS = ("oneOf", "anyOf")


@lru_cache(maxsize=16384)
def pascal_case(text: str) -> str:
    """A class name as a plain string, since it becomes a key of the document."""
    name = str(names.pascal_case(text))
    return f"{name.removesuffix('_')}Model" if name.endswith("_") else name


def name_schemas(document: dict[str, Any]) -> dict[str, Any]:
    """The document with its components under class names and its inline objects and unions among them."""
    return _Hoist(_rename_components(document)).run()


def _rename_components(document: dict[str, Any]) -> dict[str, Any]:
    components = document.get("components") or {}
    schemas = components.get("schemas") or {}
    class_names = _class_names(schemas, _operation_names(document))
    children = extensions_of(schemas)

    def renamed(kind: Kind, node: dict[str, Any], parts: Parts) -> dict[str, Any]:
        if kind != "schema":
            return node
        node = dict(node)
        if isinstance(node.get("$ref"), str):
            node["$ref"] = _renamed_reference(node["$ref"], class_names)
        if isinstance(node.get("discriminator"), dict):
            is_component = len(parts) == 3 and parts[:2] == ("components", "schemas")
            extending = children.get(str(parts[2]), ()) if is_component else ()
            node["discriminator"] = _explicit_mapping(node, class_names, extending)
        return node

    document = dict(map_objects("document", document, renamed))
    if schemas:
        moved = {class_names[key]: schema for key, schema in document["components"]["schemas"].items()}
        document = {**document, "components": {**document["components"], "schemas": moved}}
    return document


def _class_names(schemas: dict[str, Any], operations: Mapping[str, str]) -> dict[str, str]:
    """A class name for each component; keys that are class names as they stand keep them."""
    return _classes().assign({key: _class_wish(key, schema, operations) for key, schema in schemas.items()})


def _class_wish(key: str, schema: Any, operations: Mapping[str, str]) -> Wish:
    asked = _own_name(schema)
    candidates = [pascal_case(key), pascal_case(spelled_out(key))]
    identity = key.removeprefix(_FASTAPI_BODY)
    if identity != key and operations.get(identity, pascal_case(identity)) != pascal_case(identity):
        candidates = [f"{operations[identity]}Body", *candidates]
    return Wish([asked, *candidates], asked, is_asked=True) if asked else Wish(candidates, key)


def _classes() -> Namespace:
    """The scope of class names. They are those of files as well, for which case may not count."""
    return Namespace(MODEL_CLASSES, escape=_unreserved, joint="", ignores_case=True)


def _own_name(schema: Any) -> str | None:
    name = schema.get("x-oasmith-name") if isinstance(schema, dict) else None
    return pascal_case(name) if isinstance(name, str) else None


def _unreserved(name: str) -> str:
    """``Warning`` as ``WarningModel``, and only ``Model`` as ``ModelSchema``."""
    return f"{name}{'Schema' if name.endswith('Model') else 'Model'}"


def _renamed_reference(reference: str, class_names: dict[str, str]) -> str:
    key, slash, rest = reference.removeprefix(_PREFIX).partition("/")
    key = key.replace("~1", "/").replace("~0", "~")
    if not reference.startswith(_PREFIX) or key not in class_names:
        return reference
    return f"{_PREFIX}{class_names[key]}{slash}{rest}"


def extensions_of(schemas: dict[str, Any]) -> dict[str, list[str]]:
    """By component the keys of those that take it over by ``allOf``, directly or through others."""
    parents = {
        key: [
            member["$ref"].removeprefix(_PREFIX).replace("~1", "/").replace("~0", "~")
            for member in schema.get("allOf", ())
            if isinstance(member, dict) and isinstance(member.get("$ref"), str)
        ]
        for key, schema in schemas.items()
        if isinstance(schema, dict)
    }
    found: dict[str, list[str]] = {}
    for key in parents:
        above: list[str] = []
        queue = list(parents[key])
        while queue:
            parent = queue.pop()
            if parent not in above and parent != key:
                above.append(parent)
                queue += parents.get(parent, ())
        for parent in above:
            found.setdefault(parent, []).append(key)
    return found


def _explicit_mapping(
    schema: dict[str, Any], class_names: dict[str, str], extending: Iterable[str]
) -> dict[str, Any]:
    """A discriminator whose every value is in its mapping, as a reference (OpenAPI 3.1 §4.8.25).

    The values of a base class are those of the components that are ``extending`` it.
    """
    discriminator = dict(schema["discriminator"])
    mapping = {}
    for value, target in (discriminator.get("mapping") or {}).items():
        target = target if target.startswith("#/") else _PREFIX + target
        mapping[value] = _renamed_reference(target, class_names)
    originals = {name: key for key, name in class_names.items()}
    for keyword in _UNIONS:
        for member in schema.get(keyword, ()):
            reference = (
                _renamed_reference(member.get("$ref", ""), class_names) if isinstance(member, dict) else ""
            )
            name = reference.removeprefix(_PREFIX)
            if name in originals and reference not in mapping.values():
                mapping[originals[name]] = reference
    if not set(_UNIONS) & schema.keys():
        for key in extending:
            if _PREFIX + class_names[key] not in mapping.values():
                mapping[key] = _PREFIX + class_names[key]
    return {**discriminator, "mapping": mapping} if mapping else discriminator


class _Hoist:
    """Takes inline schemas that need a name out of their places, the parents before what is in them."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.components: dict[str, Any] = dict((document.get("components") or {}).get("schemas") or {})
        self.hoisted: dict[str, Any] = {}
        self.names = _classes()
        self.names.add(*self.components)
        self.texts: dict[str, str] = {}
        self.titles = _shared_titles(document, set(self.components))
        self.operations = _operation_names(document)

    def run(self) -> dict[str, Any]:
        own = {name: self.inside(schema, name) for name, schema in self.components.items()}
        document: dict[str, Any] = self.place("document", self.document, "")
        schemas = own | self.hoisted
        if not schemas:
            return document
        return {**document, "components": {**(document.get("components") or {}), "schemas": schemas}}

    def place(self, kind: Kind, node: Any, name: str) -> Any:
        """An OpenAPI object with the schemas in it named after it."""
        if kind == "schema":
            return self.named(node, name)
        if not isinstance(node, dict) or "$ref" in node:
            return node
        result = node
        for child in children(kind, node):
            if child.parts[:2] != ("schemas", child.parts[-1]) or kind != "components":
                changed = self.place(
                    child.kind, child.node, _place_name(kind, node, child.parts, name, self.operations)
                )
                if changed is not child.node:
                    result = _replaced(result, child.parts, changed)
        return result

    def named(self, schema: Any, name: str) -> Any:
        """A reference to the schema under its name if it needs one, else itself with what is in it named."""
        if not isinstance(schema, dict):
            return schema
        schema = without_wrapper(_unfolded(schema))
        if "$ref" in schema:
            return schema
        if not _needs_name(schema):
            return self.inside(schema, name)
        outer = {key: value for key, value in schema.items() if key in _BESIDE}
        if isinstance(schema.get("type"), list) and "null" in schema["type"]:
            reference = self.hoist(_without_null(schema), name)
            return {**outer, "anyOf": [reference, {"type": "null"}]}
        return {**outer, **self.hoist(schema, name)}

    def hoist(self, schema: dict[str, Any], name: str) -> dict[str, Any]:
        """A reference to the schema, which stands among the components from now on."""
        title = pascal_case(str(schema.get("title", ""))) if words(str(schema.get("title", ""))) else ""
        text = json.dumps(schema, sort_keys=True, default=str)
        name = shortened(_own_name(schema) or (title if self.titles.get(title) == text else name))
        candidates = [name, shortened(f"{name}Value")]
        same = (known for known in map(self.names.usable, candidates) if self.texts.get(known) == text)
        name = next(same, None) or self.names.take([*candidates, name])
        if name not in self.texts:
            self.texts[name] = text
            self.hoisted[name] = {}
            self.hoisted[name] = self.inside(
                {k: v for k, v in schema.items() if k not in _ON_THE_PLACE}, name
            )
        return {"$ref": _PREFIX + name}

    def inside(self, schema: Any, name: str, is_part: bool = False) -> Any:
        """A schema with the schemas in it named after it; ``is_part`` of an ``allOf``."""
        if not isinstance(schema, dict):
            return schema
        result = dict(without_wrapper(_unfolded(schema)))
        for keyword, value in tuple(result.items()):
            if keyword in ("properties", "patternProperties") and isinstance(value, dict):
                suffixes = {key: pascal_case(key) if keyword == "properties" else "Value" for key in value}
                result[keyword] = {key: self.named(item, name + suffixes[key]) for key, item in value.items()}
            elif keyword in ("items", "unevaluatedItems"):
                result[keyword] = self.named(value, _singular(name))
            elif keyword in ("additionalProperties", "unevaluatedProperties"):
                result[keyword] = self.named(value, f"{name}Value")
            elif keyword == "contentSchema":
                result[keyword] = self.named(value, name)
            elif keyword == "prefixItems" and isinstance(value, list):
                result[keyword] = [
                    self.named(item, f"{name}Item{index}") for index, item in enumerate(value, 1)
                ]
            elif keyword == "allOf" and isinstance(value, list):
                result[keyword] = [self.inside(member, name, is_part=True) for member in value]
            elif keyword in _UNIONS and isinstance(value, list):
                is_class = (is_part or "properties" in result) and "discriminator" not in result
                result[keyword] = self.variants(value, name, is_class)
        return result

    def variants(self, members: list[Any], name: str, is_class: bool) -> list[Any]:
        """The members of a union, each named by what tells it from the others.

        Beside properties or in an ``allOf`` (``is_class``) they are parts of a class that is there already.
        """
        if sum(not _is_null(member) for member in members) == 1:
            return [self.named(member, name) for member in members]
        suffixes = member_suffixes(members, name)
        if not is_class:
            return [
                self.named(member, name + suffix) for member, suffix in zip(members, suffixes, strict=True)
            ]
        times = Counter(field for member in members for field in dict(_fields(member)))
        return [
            self.inside(member, name + suffix if any(times[it] > 1 for it in dict(_fields(member))) else name)
            for member, suffix in zip(members, suffixes, strict=True)
        ]


_BESIDE = {"description", "deprecated", "readOnly", "writeOnly", "default"}
"""What is said of a place rather than of the type there, and stays when the type gets a name."""
_WORDS = _BESIDE | {"title", "example", "examples", "externalDocs"}
_ON_THE_PLACE = _BESIDE - {"description"}


def _shared_titles(document: dict[str, Any], taken: set[str]) -> dict[str, str]:
    """Titles that may be names: those that every inline schema bearing them agrees on, with its text."""
    texts: dict[str, set[str]] = {}
    for schema in _inline_schemas(document):
        title = schema.get("title")
        if isinstance(title, str) and words(title) and _needs_name(schema):
            texts.setdefault(pascal_case(title), set()).add(json.dumps(schema, sort_keys=True, default=str))
    return {title: found.pop() for title, found in texts.items() if len(found) == 1 and title not in taken}


def _inline_schemas(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    stack: list[tuple[Kind, Any, bool]] = [("document", document, False)]
    while stack:
        kind, node, is_component = stack.pop()
        if kind == "schema" and isinstance(node, dict) and not is_component:
            yield _without_null(without_wrapper(node))
        for child in children(kind, node):
            stack.append((child.kind, child.node, kind == "components" and child.kind == "schema"))


def _needs_name(schema: dict[str, Any]) -> bool:
    """Whether a client needs a class or a type of its own for an inline schema."""
    if "$ref" in schema:
        return False
    if schema.get("properties"):
        return True
    if "allOf" in schema:
        return not _is_scalar(schema) and any(_is_object(member) for member in schema["allOf"])
    members = [member for keyword in _UNIONS for member in schema.get(keyword, ()) if not _is_null(member)]
    return len(members) > 1 and any(_is_object(member) for member in members)


def _is_scalar(schema: dict[str, Any]) -> bool:
    """Whether a schema says that its values have no parts."""
    kinds = schema.get("type")
    named = [kinds] if isinstance(kinds, str) else kinds or []
    return bool(named) and {"object", "array"}.isdisjoint(named)


def _is_object(schema: Any) -> bool:
    return isinstance(schema, dict) and ("$ref" in schema or _needs_name(schema))


def _is_null(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "null"


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = schema.get("type")
    if not isinstance(kinds, list) or "null" not in kinds:
        return schema
    left = [kind for kind in kinds if kind != "null"]
    return {**schema, "type": left[0] if len(left) == 1 else left}


def _unfolded(schema: dict[str, Any]) -> dict[str, Any]:
    """A reference to which its siblings add properties, as an ``allOf`` of both (OpenAPI 3.1 §4.8.24)."""
    if "$ref" not in schema or not {"properties", "allOf", *_UNIONS} & schema.keys():
        return schema
    rest = {key: value for key, value in schema.items() if key not in ("$ref", "allOf", *_BESIDE)}
    members = [{"$ref": schema["$ref"]}, *schema.get("allOf", ()), *([rest] if rest else [])]
    return {**{key: value for key, value in schema.items() if key in _BESIDE}, "allOf": members}


def without_wrapper(schema: dict[str, Any]) -> dict[str, Any]:
    """An ``allOf`` around a single schema, and nothing that would narrow it, is that schema.

    That it is an object narrows no object.
    """
    if not isinstance(schema.get("allOf"), list):
        return schema
    said = [
        member
        for member in schema["allOf"]
        if isinstance(member, dict)
        and all(is_word(key) or (key, value) == ("type", "object") for key, value in member.items())
    ]
    members = [member for member in schema["allOf"] if member not in said]
    others = {key: value for key, value in schema.items() if key != "allOf"}
    for member in said:
        others = {**member, **others}
    is_reference = len(members) == 1 and isinstance(members[0], dict) and "$ref" in members[0]
    if is_reference and all(is_word(key) or key == "type" for key in others):
        return {**members[0], **{key: value for key, value in others.items() if key in _BESIDE}}
    return {**others, "allOf": members} if members else others


def is_word(keyword: str) -> bool:
    """Whether a keyword says something to people only; rules are no such thing."""
    return keyword in _WORDS or (keyword.startswith("x-") and keyword not in ("x-rule", "x-advice"))


def member_suffixes(members: list[Any], name: str) -> list[str]:
    """What to call the members of the union ``name``: each by the first that is said of it alone."""
    fields = [dict(_fields(member)) for member in members]
    said = [
        list(dict.fromkeys(_said(member, index, fields, name))) if isinstance(member, dict) else []
        for index, member in enumerate(members)
    ]
    times = Counter(suffix for suffixes in said for suffix in suffixes)
    chosen = [next((suffix for suffix in suffixes if times[suffix] == 1), None) for suffixes in said]
    left = Counter(
        suffixes[-1] for suffixes, choice in zip(said, chosen, strict=True) if suffixes and not choice
    )
    for index, suffixes in enumerate(said):
        if chosen[index] is None:
            last = suffixes[-1] if suffixes else "Variant"
            is_free = left[last] == 1 and last not in chosen
            chosen[index] = last if is_free else f"{last}{index + 1}"
    return [str(suffix) for suffix in chosen]


def _said(member: dict[str, Any], index: int, fields: list[dict[str, Any]], name: str) -> Iterator[str]:
    """A title, fixed values, what it extends, a field that it alone has, what a field holds, its type."""
    if isinstance(member.get("title"), str) and words(member["title"]):
        yield pascal_case(member["title"])
    own = fields[index]
    yield from _fixed(own.values(), 1)
    for part in member.get("allOf", ()):
        if isinstance(part, dict) and isinstance(part.get("$ref"), str):
            yield _without_start(part["$ref"].rpartition("/")[2], name)
    others = {field for other, theirs in enumerate(fields) if other != index for field in theirs}
    alone = sorted(own.keys() - others)
    required = [field for field in alone if field in member.get("required", ())] or alone
    if required and words(required[0]):
        yield "With" + pascal_case(required[0])
    yield from _fixed(own.values(), 3)
    for field, schema in own.items():
        items = schema.get("items") if isinstance(schema, dict) else None
        if isinstance(items, dict) and isinstance(items.get("type"), str) and words(field):
            yield f"{pascal_case(field)}Of{pascal_case(items['type'])}s"
    if isinstance(member.get("type"), str):
        yield pascal_case(member["type"])


def _fixed(schemas: Iterable[Any], most: int) -> Iterator[str]:
    """The texts that a field may have, where there are no more than ``most``."""
    for schema in schemas:
        values = schema.get("enum", [schema.get("const")]) if isinstance(schema, dict) else []
        if 0 < len(values) <= most and all(isinstance(value, str) and words(value) for value in values):
            yield "Or".join(map(pascal_case, values))


def _fields(schema: Any) -> Iterator[tuple[str, Any]]:
    """The properties of a schema and of what is inline in its ``allOf``."""
    if isinstance(schema, dict):
        yield from (schema.get("properties") or {}).items()
        for part in schema.get("allOf", ()):
            yield from _fields(part)


def _without_start(text: str, start: str) -> str:
    """``RepositoryRuleCreation`` after ``RepositoryRuleDetailed`` is ``Creation``."""
    left = words(text)
    for word in words(start):
        if left[1:] and left[0] == word:
            left = left[1:]
        else:
            break
    return pascal_case(" ".join(left))


def _operation_names(document: dict[str, Any]) -> dict[str, str]:
    """What the schemas in an operation are named after, by its id: without what a framework added to it."""
    found = {
        operation["operationId"]: (path, operation)
        for path, item in (document.get("paths") or {}).items()
        if isinstance(item, dict) and not path.startswith("x-")
        for operation in item.values()
        if isinstance(operation, dict) and isinstance(operation.get("operationId"), str)
    }
    if SHORT_NAMES.of(document) is False:
        return {}
    wishes = {}
    for identity, (path, operation) in found.items():
        tag = next(iter(operation.get("tags") or ()), None)
        names = function_names(identity, path, tag, found)
        # The last one has the name of the controller: a schema needs it.
        wishes[identity] = Wish([pascal_case(name) for name in (*names[-1:], identity)], identity)
    return _classes().assign(wishes)


def _place_name(
    kind: Kind, node: dict[str, Any], parts: Parts, name: str, operations: Mapping[str, str]
) -> str:
    """What an object is called that stands at the given parts of another, which is called ``name``.

    ``operations`` are the names of operations by their ids.
    """
    field, key = str(parts[0]), str(parts[-1])
    if kind == "document":
        if field == "webhooks":
            return _EVENT + pascal_case(key)
        return _path_name(key) if field == "paths" else ""
    if kind == "callback":
        return _EVENT + (name if len(node) == 1 else name + pascal_case(key))
    if kind == "components" and field in _SPOKEN_SECTIONS:
        suffix = _SPOKEN_SECTIONS[field]
        return pascal_case(key).removesuffix(suffix) + suffix
    if kind == "path_item" and field != "parameters":
        is_event, name = name.startswith(_EVENT), name.removeprefix(_EVENT)
        if is_event and len(node.keys() & set(METHODS)) == 1:
            return name
        operation = node[field][key] if field == "additionalOperations" else node[field]
        identity = operation.get("operationId") if isinstance(operation, dict) else None
        return (
            operations.get(identity) or pascal_case(identity)
            if isinstance(identity, str) and words(identity)
            else pascal_case(key) + name
        )
    if field == "parameters" and isinstance(parts[-1], int):
        parameter = node[field][parts[-1]]
        return name + pascal_case(str(parameter.get("name", "")) if isinstance(parameter, dict) else "")
    if field == "requestBody":
        return f"{name}Request"
    if field == "responses" and kind == "operation":
        return name + _status_name(key, node["responses"])
    if field == "content":
        return name if len(node["content"]) == 1 or kind_of(key) == "json" else name + _media_name(key)
    if field in ("schema", "itemSchema"):
        return name if field == "schema" else f"{name}Item"
    return name + pascal_case(key) if words(key) else name


_EVENT = "~"
"""Before the name of a path item that is a webhook or callback: it is called by what happened."""

_SPOKEN_SECTIONS = {"requestBodies": "Request", "responses": "Response", "parameters": "Parameter"}
"""Components whose names are often those of schemas as well."""


def _path_name(path: str) -> str:
    """``/users/{id}/keys`` to ``UsersByIdKeys``."""
    parts = [f"by {part[1:-1]}" if part.startswith("{") else part for part in path.split("/")]
    return pascal_case(" ".join(parts)) if words(path) else "Root"


def _status_name(status: str, responses: dict[str, Any]) -> str:
    """The first success is the response; others go by their reason phrase (RFC 9110 §15)."""
    successes = sorted(key for key in responses if key.startswith("2"))
    if status in successes[:1]:
        return "Response"
    if status == "default":
        return "Response" if not successes else "Error"
    if status.isdigit() and status in {str(int(known)) for known in HTTPStatus}:
        return pascal_case(_PHRASES.get(status) or HTTPStatus(int(status)).phrase)
    return f"Status{pascal_case(status.lower())}"


_PHRASES = {
    "413": "Content Too Large", "414": "URI Too Long", "416": "Range Not Satisfiable",
    "422": "Unprocessable Content",
}  # fmt: skip
"""What Python calls otherwise before 3.13."""


def _media_name(media_type: str) -> str:
    known = {"application/x-www-form-urlencoded": "Form", "multipart/form-data": "Multipart"}
    return known.get(media_type, pascal_case(media_type.partition("/")[2]))


def _singular(name: str) -> str:
    """``IssueLabels`` to ``IssueLabel``; a name that is not a plural gets ``Item``."""
    return one if (one := singular(name)) != name else f"{name}Item"


def _replaced(node: Any, parts: Parts, value: Any) -> Any:
    """A copy of a node with the value at the given parts replaced."""
    if not parts:
        return value
    first, rest = parts[0], parts[1:]
    if isinstance(node, list):
        return [_replaced(item, rest, value) if index == first else item for index, item in enumerate(node)]
    return {key: _replaced(item, rest, value) if key == first else item for key, item in node.items()}
