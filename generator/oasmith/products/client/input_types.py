"""The types of what request bodies accept: models, and mappings that are typed by the module ``inputs``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from oasmith.api.model import Api, Body, Content, Operation
from oasmith.names import Identifier, Namespace, Wish, with_underscore
from oasmith.products.client.annotations import ANY, NONE, Annotations
from oasmith.products.client.formats import FORMATS, format_of
from oasmith.products.client.imports import Import, Typed, subscript, typed_union
from oasmith.products.client.models.layout import circles
from oasmith.products.client.models.typed import typed
from oasmith.reserved import INPUT_CLASSES, METHOD_ARGUMENTS
from oasmith.runtime.media import kind_of
from oasmith.schemas import Schema, Schemas, reference, references, settled

INPUTS = Import(".", "inputs")
_STR = Typed("str")
_NUMBERS = (Typed("int"), Typed("float"))
_SEQUENCE = Typed("Sequence", Import("collections.abc", "Sequence"))
_MAPPING = Typed("Mapping", Import("collections.abc", "Mapping"))
_ANY_MAPPING = subscript(_MAPPING, _STR, ANY)
_UNPACK = Typed("Unpack", Import("typing", "Unpack"))
_FILES = (
    Typed("bytes"),
    Typed("Path", Import("pathlib", "Path")),
    Typed("BinaryIO", Import("typing", "BinaryIO")),
    Typed("File", Import("._runtime.files", "File")),
)
_HERE = Typed("")
_FORMS = ("json", "form", "multipart")
"""The kinds of media types whose bodies can be mappings."""
_CATCHING = {"body_fields", "positional", "unknown"}
"""The arguments of methods that take those that have no name of their own."""


@dataclass(frozen=True, slots=True)
class InputTypes(Annotations):
    """Python types for what request bodies accept.

    ``schemas`` are those of requests. ``names`` has the names of the TypedDicts by schema, ``keywords`` those
    of the TypedDicts without the properties that are ``apart``, since they are named like another argument.
    Objects of the schemas in ``is_open`` can have other keys. The schemas in ``endless`` contain themselves
    without an object between. ``prefix`` is written before the names of TypedDicts.
    """

    names: Mapping[str, Identifier] = field(default_factory=dict)
    apart: Mapping[str, Collection[str]] = field(default_factory=dict)
    keywords: Mapping[str, Identifier] = field(default_factory=dict)
    is_open: frozenset[str] = frozenset()
    endless: frozenset[str] = frozenset()
    prefix: Typed = _HERE

    def body(self, body: Body) -> Typed:
        """The type of the argument ``body``: a union of the types of all media types."""
        return typed_union(part for content in body.contents for part in self._body(content))

    def _body(self, content: Content) -> Iterable[Typed]:
        kind = kind_of(content.content_type)
        if kind not in _FORMS:
            return _FILES if kind == "binary" else (_STR,)
        if kind != "json" and not content.schema_name:
            return (_ANY_MAPPING,)
        return self._types(content.schema, is_input=True)

    def given(self, schema: Schema) -> Typed:
        """The type of a value that a request can have."""
        return typed_union(self._types(schema, is_input=True))

    def objects(self, content: Content) -> list[str]:
        """The names of the schemas of the objects that a body can be; empty if it cannot be a mapping."""
        if kind_of(content.content_type) not in _FORMS:
            return []
        return list(dict.fromkeys(self._objects(content.schema, frozenset())))

    def _objects(self, schema: Schema, above: frozenset[str]) -> Iterator[str]:
        name = reference(schema)
        if name is None:
            for branch in self.schemas.branches(schema):
                yield from self._objects(branch, above)
        elif name in self.names:
            yield name
        elif name not in above:
            yield from self._objects(self.schemas.get(name, True), above | {name})

    def unpacked(self, name: str, taken: Collection[str]) -> Typed | None:
        """The type of keyword arguments that are properties of an object.

        It has no properties with the names of the arguments ``taken``. None if the object requires one.
        """
        clashes = self.clashes(name, taken)
        if clashes & self.required(name):
            return None
        return subscript(_UNPACK, self._input((self.keywords if clashes else self.names)[name]))

    def distinct(self, names: Iterable[str]) -> list[str]:
        """Objects in an order in which type checkers can choose one by its keys: the narrower ones first.

        Objects that accept no more than an earlier one are left out.
        """
        found: dict[str, dict[str, set[str]]] = {}
        for name in sorted(names, key=self._breadth):
            types = {key: set(self.given(own).split(" | ")) for key, own in self.properties(name).items()}
            is_covered = any(
                types.keys() == others.keys()
                and self.required(other) <= self.required(name)
                and all(types[key] <= others[key] for key in types)
                for other, others in found.items()
            )
            if not is_covered:
                found[name] = types
        return list(found)

    def _breadth(self, name: str) -> tuple[int, int, int]:
        """How much an object accepts: the number of its keys, of the optional ones, and of strings."""
        properties = self.properties(name)
        strings = sum("str" in self.given(own).split(" | ") for own in properties.values())
        return len(properties), len(properties.keys() - self.required(name)), strings

    def clashes(self, name: str, taken: Collection[str]) -> set[str]:
        """The properties of an object that have the names of other arguments."""
        return self.properties(name).keys() & set(taken)

    def required(self, name: str) -> set[str]:
        """The names of the required properties of the object with a schema."""
        return self.schemas.required(self.schemas[name])

    def properties(self, name: str) -> dict[str, Schema]:
        """The properties of the object with a schema, inherited ones included."""
        return self.schemas.properties(self.schemas[name])

    def _input(self, name: str) -> Typed:
        return Typed(f"{self.prefix}{name}", *self.prefix.imports)

    def _named(self, name: str) -> tuple[Typed, ...]:
        """The types of a named schema: of an object, its model and a mapping."""
        target = self.schemas.get(name, True)
        model = Annotations._named(self, name)
        null = (NONE,) if self.schemas.allows_null(target) else ()
        if name in self.names:
            others = (_ANY_MAPPING,) if name in self.is_open else ()
            return (*model, self._input(self.names[name]), *others, *null)
        if name in self.endless or self.schemas.choices(target) is not None:
            return model
        found = self._types(target, is_input=True)
        return (*model, *found) if "object" in self.schemas.types(target) else found

    def _kind(self, kind: str, schema: Schema, is_input: bool) -> Iterator[Typed]:
        """The types of the values of one JSON type; lists and mappings of subtypes are accepted."""
        says = self.schemas.says
        if kind == "array":
            items = says(schema, "items")
            item = typed_union(self._types(True if items is None else items, is_input))
            # A string is a sequence of strings, too.
            is_text = item == ANY or "str" in item.split(" | ")
            is_list = is_text and says(schema, "prefixItems") is None
            yield subscript(self.list_ if is_list else _SEQUENCE, item)
        elif kind == "object":
            values = says(schema, "additionalProperties")
            is_any = values is None or values is False
            yield subscript(_MAPPING, _STR, typed_union(self._types(True if is_any else values, is_input)))
        elif str(says(schema, "customTypePath")).endswith(".Upload"):
            yield from _FILES
        elif says(schema, "customTypePath") is not None:
            yield from (FORMATS["decimal"].field, *((_STR,) if kind == "string" else _NUMBERS))
        elif kind == "string" and (found := format_of(says(schema, "format"), kind)):
            yield from (_STR, found.given)
        else:
            yield from Annotations._kind(self, kind, schema, is_input)


def input_types(api: Api) -> InputTypes:
    """The types of the request bodies of an API, as the module ``inputs`` itself writes them."""
    contents = [
        (operation, content) for operation in api.operations for content in operation.request_contents
    ]
    schemas = _request_schemas(api, [content.schema for _, content in contents])
    objects = [name for name in schemas if _is_object(schemas, name)]
    scope = Namespace(INPUT_CLASSES, escape=with_underscore)
    names = scope.assign({name: Wish([name], name) for name in objects})
    others = {name: set(references(schemas[name])) - set(objects) for name in schemas if name not in names}
    types = InputTypes(
        schemas,
        names={name: Identifier(names[name]) for name in objects},
        is_open=frozenset(name for name in objects if _is_open(api.schemas, name)),
        endless=frozenset(name for circle in circles(others) for name in circle if others[name] & circle),
    )
    apart: dict[str, set[str]] = {}
    for operation, content in contents:
        for name in types.objects(content):
            clashes = types.clashes(name, taken_arguments(operation))
            if clashes and not clashes & types.required(name):
                apart.setdefault(name, set()).update(clashes)
    keywords = scope.assign({name: Wish([f"{names[name]}Keywords"]) for name in apart})
    return replace(types, apart=apart, keywords={name: Identifier(made) for name, made in keywords.items()})


def taken_arguments(operation: Operation) -> set[str]:
    """The names of the arguments of a method that are not properties of its body."""
    options = METHOD_ARGUMENTS - _CATCHING
    if len(operation.request_contents) < 2:
        options -= {"content_type"}
    return {*options, *(parameter.name for parameter in operation.parameters)}


def _request_schemas(api: Api, sent: Iterable[Schema]) -> Schemas:
    """The schemas of request bodies without ``readOnly`` properties, each object with all its properties."""
    reached = api.schemas.reachable(sent)
    requests = {
        name: typed(api.schemas.for_requests(schema, hides=True))
        for name, schema in api.schemas.items()
        if name in reached
    }
    return Schemas(settled(requests))


def _is_object(schemas: Schemas, name: str) -> bool:
    """Whether the values of a schema are objects with known properties."""
    schema = schemas[name]
    return bool(schemas.properties(schema)) and not schemas.typed_branches(schema)


def _is_open(schemas: Schemas, name: str) -> bool:
    """Whether a schema describes other properties than those that it names."""
    others = (schemas.says(schemas[name], keyword) for keyword in _OTHERS)
    return any(value is not None and value is not False for value in others)


_OTHERS = ("additionalProperties", "patternProperties", "unevaluatedProperties")
