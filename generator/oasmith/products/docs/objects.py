"""The schemas of an API as content of the reference: their fields, rules and the objects inside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from oasmith.api.model import Api, Header, Operation, Rule
from oasmith.extensions import ADVICE, SOURCE
from oasmith.names import Namespace, file_name
from oasmith.products.docs.model import Field, Object, SchemaGroup, Tree
from oasmith.products.docs.wording import Wording
from oasmith.products.docs.words import Link, Value, Words, value
from oasmith.quoting import visible
from oasmith.schemas import Schema, references

_MOST_ON_A_PAGE = 1000
"""The number of rows above which a group of schemas is split by the first letters of their names."""
_DEMANDED = {"": "yes", "Read-only.": "in responses", "Write-only.": "in requests"}
_NOT_IN_ANCHORS = re.compile("[^A-Za-z0-9_-]")


def anchor(name: str) -> str:
    """A name as part of an anchor, which needs no encoding in a URL.

    Names that look different have different anchors. The script of the site makes the same ones.
    """
    shown = visible(" ".join(name.split()))
    return _NOT_IN_ANCHORS.sub(lambda match: f"~{ord(match[0]):x}~", shown)


class Objects:
    """The sections of the named schemas, each built once."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: dict[str, Object] = {}
        self._rules: dict[str, list[Rule]] = {}
        for rule in api.rules:
            self._rules.setdefault(rule.schema_name, []).append(rule)
        self.wording = Wording(api.schemas)

    def of(self, name: str) -> Object:
        """The section of a named schema."""
        if name not in self._known:
            self._known[name] = self._object(name)
        return self._known[name]

    def _object(self, name: str) -> Object:
        schemas, wording = self._api.schemas, self.wording
        schema = schemas[name]
        fields = tuple(self._properties(schema))
        return Object(
            name=name,
            source=SOURCE.of(schema) or "",
            description=schemas.says(schema, "description") or "",
            deprecated=schemas.says(schema, "deprecated") is True,
            fields=fields,
            type=wording.definition(schema),
            limits=wording.limits(schema),
            examples=wording.examples(schema),
            others=tuple(wording.others(schemas.flat(schema).keywords)) if fields else (),
            alternatives=wording.definition(schema) if fields and schemas.alternatives(schema) else (),
            is_nullable=schemas.allows_null(schema),
            rules=tuple(self._rules.get(name, ())),
            advice=schemas.says(schema, ADVICE.keyword) or [],
        )

    def _properties(self, schema: Schema) -> Iterator[Field]:
        schemas = self._api.schemas
        required, merged = schemas.required(schema), schemas.flat(schema).keywords.get("properties", {})
        for name in schemas.properties(schema):
            own = merged[name]
            is_read_only, is_write_only = schemas.is_read_only(own), schemas.is_write_only(own)
            direction = "Read-only." if is_read_only else "Write-only." if is_write_only else ""
            demanded = _DEMANDED[direction] if name in required else "no"
            yield Field(
                name=name,
                anchor=anchor(name),
                type=self.wording.type(own),
                mandatory=schemas.says(own, "x-mandatory") or demanded,
                limits=self.wording.limits(own),
                default=_default(schemas.says(own, "default")),
                description=schemas.says(own, "description") or "",
                deprecated=schemas.says(own, "deprecated") is True,
                direction=direction,
                examples=self.wording.examples(own),
            )

    def parameters(self, operation: Operation) -> Iterator[Field]:
        """The parameters of an operation as rows of a table."""
        for parameter in operation.parameters:
            schema, wording = parameter.schema, self.wording
            yield Field(
                name=parameter.wire_name,
                anchor=f"{parameter.location}-{anchor(parameter.wire_name)}",
                type=wording.type(schema),
                mandatory="yes" if parameter.required else "no",
                place=parameter.location,
                limits=wording.limits(schema),
                default=_default(wording.says(schema, "default")),
                description=parameter.description or wording.says(schema, "description") or "",
                deprecated=parameter.deprecated,
                examples=wording.examples(schema, (example.value for example in parameter.examples)),
            )

    def header(self, header: Header) -> Field:
        """A header of a response as a row of a table."""
        return Field(
            name=header.name,
            anchor=anchor(header.name),
            type=self.wording.type(header.schema),
            limits=self.wording.limits(header.schema),
            description=header.description,
        )

    def trees(self, words: Words, room: Room, above: Collection[str] = ()) -> tuple[Tree, ...]:
        """The objects that a type refers to, with those inside them, as long as there is room.

        An object inside itself, one of ``above``, is not repeated.
        """
        names = dict.fromkeys(piece.schema for piece in words if isinstance(piece, Link))
        found = (self._tree(name, room, above) for name in names if name not in above)
        return tuple(tree for tree in found if tree)

    def _tree(self, name: str, room: Room, above: Collection[str]) -> Tree | None:
        content, below = self.of(name), {*above, name}
        if not room.take(max(len(content.fields), 1)):
            return None
        branches = self.trees(content.alternatives if content.fields else content.type, room, below)
        inner = {field.name: self.trees(field.type, room, below) for field in content.fields}
        if not content.fields and not branches:
            return None
        return Tree(content, {name: trees for name, trees in inner.items() if trees}, branches)


class Room:
    """How many more rows the page of an operation may have for objects in place."""

    def __init__(self, rows: int) -> None:
        self._rows = rows

    def take(self, rows: int) -> bool:
        """Whether there is room for so many rows; if there is, it is used."""
        fits = rows <= self._rows
        self._rows -= rows if fits else 0
        return fits


def schema_groups(api: Api, objects: Objects, originals: Mapping[str, str]) -> tuple[SchemaGroup, ...]:
    """The schemas by the operations that use them: those of one group, those of several, and the others.

    ``originals`` are the schemas whose content is at another one.
    """
    names = Namespace(joint="-", ignores_case=True)
    graph = _Graph(api)
    members: dict[str, list[str]] = {}
    for name in api.schemas:
        members.setdefault(graph.home(name), []).append(name)
    rows = {name: 1 if name in originals else 3 + len(objects.of(name).fields) for name in api.schemas}
    found = []
    for key in (key for key in graph.titles if key in members):
        stem = file_name(key.rstrip("-") or "client")
        for start, parts in _pages(members[key], rows, 0):
            title, path = (
                graph.titles[key],
                f"schemas/{names.take([f'{stem}-{start.lower()}' if start else stem])}",
            )
            found.append(
                SchemaGroup(f"{title}: {start}…" if start else title, path, tuple(map(objects.of, parts)))
            )
    return tuple(found)


def _pages(names: list[str], rows: Mapping[str, int], length: int) -> Iterator[tuple[str, list[str]]]:
    """A group of schemas as pages of a limited number of rows: the start of their names, and the names.

    The pages depend on the names and sizes alone, so that a new schema moves few others.
    """
    if sum(rows[name] for name in names) <= _MOST_ON_A_PAGE or len(names) == 1:
        yield names[0][:length], names
        return
    by_start: dict[str, list[str]] = {}
    longer = _common_length(names) + 1
    for name in names:
        by_start.setdefault(name[:longer], []).append(name)
    for start in sorted(by_start):
        yield from _pages(by_start[start], rows, longer)


def _common_length(names: list[str]) -> int:
    """The number of characters at the start that all names have."""
    first, last = min(names), max(names)
    return next((at for at, char in enumerate(first) if last[at : at + 1] != char), len(first))


class _Graph:
    """Which groups of operations use which schemas."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.titles = {"": api.title, **{str(group.name): group.tag for group in api.groups}}
        self.titles |= {"webhooks-": "Webhooks", "shared-": "Shared", "other-": "Others"}

    def home(self, name: str) -> str:
        """The group that uses a schema, or the words for several and for none."""
        users = self._users.get(name, ())
        return next(iter(users)) if len(users) == 1 else "shared-" if users else "other-"

    @cached_property
    def _users(self) -> dict[str, set[str]]:
        schemas = self._api.schemas
        uses = {name: {*references(schema)} for name, schema in schemas.items()}
        users: dict[str, set[str]] = {}
        roots = [(str(it.group or ""), schema) for it in self._api.operations for schema in _schemas_of(it)]
        bodies = (event.body.contents if event.body else () for event in self._api.events)
        roots += [("webhooks-", content.schema) for contents in bodies for content in contents]
        for group, schema in roots:
            queue = {*references(schema)}
            while queue:
                name = queue.pop()
                if name in uses and group not in users.setdefault(name, set()):
                    users[name].add(group)
                    queue |= uses[name]
        return users


def _schemas_of(operation: Operation) -> Iterator[Schema]:
    yield from (parameter.schema for parameter in operation.parameters)
    contents = [*operation.request_contents]
    for response in operation.responses:
        yield from (header.schema for header in response.headers)
        contents += response.contents
    for content in contents:
        yield content.schema
        yield content.item_schema


def _default(given: Any) -> Value | None:
    return None if given is None else value(given)
