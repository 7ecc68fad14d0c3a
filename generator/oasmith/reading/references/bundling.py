"""One document of the files of a description, in which every reference to a schema leads to a component."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from oasmith.errors import Problem, raise_any
from oasmith.names import Namespace
from oasmith.reading.files import SourceFile
from oasmith.reading.references.access import Access
from oasmith.reading.references.hoisting import hoist
from oasmith.reading.references.recognition import looks_like
from oasmith.reading.references.resolution import IDENTITIES, DanglingReferenceError, Files, Location
from oasmith.reading.references.source import BundledSource
from oasmith.structure import (
    FIELDS,
    LIST,
    MAP,
    Document,
    Kind,
    Node,
    Parts,
    Place,
    has_reference,
    join_pointer,
    kind_at,
    split_pointer,
    walk,
    with_changes,
)

DANGLING = "#/nowhere/"
"""How a reference that leads nowhere begins in a bundled document; the number of its problem follows."""
_SECTIONS: dict[Kind, str] = {kind: section for section, (_, kind) in FIELDS["components"].items()}
_PLAIN_FIELDS = {
    "title", "summary", "description", "termsOfService", "externalDocs", "info", "tags", "servers",
    "security", "enum", "required", "discriminator", "pattern", "format",
}  # fmt: skip
"""Fields that hold no OpenAPI objects, and no data either in which ``$ref`` could be an ordinary key."""
_STRINGS = {"title", "summary", "description", "termsOfService", "pattern", "format"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """A description as one document.

    ``dangling`` are the problems of references that lead nowhere; each such reference in the document is
    ``DANGLING`` and the number of its problem. ``repairs`` report the references that were resolved where
    OpenAPI allows none.
    """

    document: Document
    source: BundledSource
    dangling: list[Problem]
    repairs: list[Problem]


def bundle(root: SourceFile, access: Access | None = None, *, lenient: bool = False) -> Bundle:
    """The description as one document in which every reference to a schema leads to a component.

    Content of other files is copied into ``components`` under its own name, or, where that name is taken,
    with its file's name before it. Unless ``lenient``, raises OasmithError for every reference that leads
    nowhere, or to a file that ``access`` does not allow.
    """
    files = Files(root, access or Access())
    bundler = _Bundler(root, files)
    document, hoisted = hoist(bundler.run(), bundler.to_schemas)
    if not lenient:
        raise_any(bundler.dangling)
    moved = {
        tuple(map(str, parts)): (files[location.address], location.pointer)
        for parts, location in bundler.moved.items()
    }
    source = BundledSource(root.path, root.text, root.data, root.digest, moved, files.digests())
    source.moved.update(
        {
            ("components", "schemas", name): source.origin(join_pointer(parts))
            for parts, name in hoisted.items()
        }
    )
    return Bundle(document, source, bundler.dangling, bundler.repairs)


class _Import(NamedTuple):
    """An object of another file that becomes a component."""

    kind: Kind
    location: Location
    target: tuple[str, str]


class _Use(NamedTuple):
    """A reference where OpenAPI allows none, which is replaced by the object that it leads to.

    ``node`` is at ``parts`` of the file ``address``, and its copy at ``target`` of the document. ``kind`` is
    that of the object, or of its members where a ``container`` of objects is expected; None for plain data.
    """

    kind: Kind | None
    node: Node
    parts: Parts
    address: str
    target: Parts
    container: str = ""


class _Bundler:
    """Copies the root file, then the objects of other files that the copy refers to, until none is left.

    In its methods ``parts`` is the place of an object in the file ``address``, and ``target`` the place of
    its copy in the document.
    """

    def __init__(self, root: SourceFile, files: Files) -> None:
        self.root = root
        self.files = files
        self.dangling: list[Problem] = []
        self.repairs: list[Problem] = []
        self.to_schemas: set[str] = set()
        self.moved: dict[Parts, Location] = {}
        self._imported: dict[tuple[Location, Kind], str] = {}
        self._waiting: deque[_Import] = deque()
        self._resolving: list[Location] = []

    def run(self) -> Document:
        document: Document = self._copied("document", self.root.data, (), self.files.root_address, ())
        imported: dict[str, Node] = {}
        while self._waiting:
            kind, location, (section, name) = self._waiting.popleft()
            target = ("components", section, name)
            self.moved[target] = location
            parts = tuple(split_pointer(location.pointer))
            copied = self._copied(kind, self.files.at(location), parts, location.address, target)
            imported.setdefault(section, {})[name] = copied
        if not imported:
            return document
        components = dict(document.get("components") or {})
        for section, members in imported.items():
            components[section] = {**(components.get(section) or {}), **members}
        return {**document, "components": components}

    def _copied(self, kind: Kind, node: Any, parts: Parts, address: str, target: Parts) -> Any:
        """A copy of a node with references into this document, and without URIs and anchors."""
        changes: dict[Parts, Node] = {}
        for place in walk(kind, node, parts):
            if isinstance(place.node, dict) and not (place.kind == "example" and "value" in place.node):
                inner = place.parts[len(parts) :]
                changed = self._changed(place, address, (*target, *inner))
                if changed != place.node:
                    changes[inner] = changed
        return with_changes(node, {inner: _constant(changed) for inner, changed in changes.items()})

    def _changed(self, place: Place, address: str, target: Parts) -> Node:
        node = dict(place.node)
        if place.kind == "schema":
            for keyword in IDENTITIES:
                if isinstance(node.get(keyword), str):
                    del node[keyword]
            if isinstance(node.get("$dynamicRef"), str):
                node.setdefault("$ref", node.pop("$dynamicRef"))
            discriminator = node.get("discriminator")
            mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
            if isinstance(mapping, dict):
                targets = {value: self._mapped(meant, place, address) for value, meant in mapping.items()}
                node["discriminator"] = {**node["discriminator"], "mapping": targets}
        if isinstance(node.get("$ref"), str):
            if self._may_refer(place.kind, node["$ref"], address):
                node["$ref"] = self._reference(place, node["$ref"], address)
                if place.kind == "schema":
                    self.to_schemas.add(node["$ref"])
            else:
                node = self._resolved(_Use(place.kind, node, place.parts, address, target))
        fields = FIELDS.get(place.kind, {})
        for name, value in place.node.items():
            is_searched = isinstance(value, (dict, list)) and (name in fields or name in _PLAIN_FIELDS)
            if is_searched and name in node:
                node[name] = self._field(place, name, node[name], address, target)
        return node

    def _may_refer(self, kind: Kind, reference: str, address: str) -> bool:
        """Whether the document can have a reference in place of an object of a kind."""
        version = str(self.root.data.get("openapi"))
        if kind == "media_type":
            return version.startswith("3.2")
        if kind == "path_item" and version.startswith("3.0"):
            # It has no component that could hold a path item of another file.
            return reference.startswith("#") and address == self.files.root_address
        return kind in _SECTIONS

    def _field(self, place: Place, name: str, value: Any, address: str, target: Parts) -> Any:
        """The value of a field, with a reference resolved where OpenAPI allows none."""
        parts, target = (*place.parts, name), (*target, name)
        container, kind = FIELDS.get(place.kind, {}).get(name, (None, None))
        if kind is None:
            return self._plain(value, parts, address) if name in _PLAIN_FIELDS else value
        if container not in (LIST, MAP) or not isinstance(value, dict):
            return value
        if not isinstance(value.get("$ref"), str) or (container == LIST and len(value) > 1):
            return value
        return self._resolved(_Use(kind, value, parts, address, target, container))

    def _plain(self, value: Any, parts: Parts, address: str) -> Any:
        """A value that holds no OpenAPI objects with the references in it resolved."""
        if not has_reference(value):
            return value
        if isinstance(value, list) and parts[-1] != "enum":
            return [self._plain(item, (*parts, index), address) for index, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if value.keys() == {"$ref"} and isinstance(value["$ref"], str):
            return self._resolved(_Use(None, value, parts, address, parts))
        return {
            key: (
                item
                if key.startswith("x-") or key == "mapping"
                else self._plain(item, (*parts, key), address)
            )
            for key, item in value.items()
        }

    def _resolved(self, use: _Use) -> Any:
        """A copy of what a reference leads to, in place of it, with the fields beside it."""
        file, reference = self.files[use.address], use.node["$ref"]
        try:
            location = self._end(use)
        except DanglingReferenceError as error:
            message = f"$ref {reference!r} {error}"
            return {**use.node, "$ref": self._report(use.address, use.parts, message, error.remedy)}
        if use.kind != "path_item" or use.container:  # which OpenAPI allows
            message = "has a $ref where OpenAPI allows none; it is resolved"
            self.repairs.append(file.problem(message, "Write the object itself.", join_pointer(use.parts)))
        self.moved[use.target] = location
        self._resolving.append(location)
        try:
            return self._inserted(use, location)
        finally:
            self._resolving.pop()

    def _end(self, use: _Use) -> Location:
        """The location of what replaces a reference. Raises DanglingReferenceError."""
        try:
            location = self.files.locate_end(use.node["$ref"], use.parts, use.address)
            found = self.files.at(location)
        except KeyError:
            raise DanglingReferenceError("leads nowhere", "Correct the reference.") from None
        if location in self._resolving:
            raise DanglingReferenceError("refers to itself", "Write the object itself in one of the places.")
        is_string = use.kind is None and use.parts[-1] in _STRINGS
        expected = str if is_string else list if use.container == LIST else dict
        if (use.kind is not None or is_string) and not isinstance(found, expected):
            message = f"leads to {_type_name(found)}"
            raise DanglingReferenceError(message, f"Refer to {_TYPE_NAMES[expected]}.")
        if use.kind is not None and not use.container and not self._may_be(use.kind, location):
            message = f"does not lead to an object of the kind {use.kind}"
            raise DanglingReferenceError(message, "Refer to an object of this kind.")
        if use.kind is not None and use.container and not self._may_hold(use.kind, location):
            message = f"does not lead to another `{use.parts[-1]}`"
            raise DanglingReferenceError(message, "Refer to an object of this kind.")
        return location

    def _inserted(self, use: _Use, location: Location) -> Any:
        found, at = self.files.at(location), tuple(split_pointer(location.pointer))
        if use.kind is None:
            return self._plain(found, at, location.address)
        if use.container == LIST:
            return [
                self._copied(use.kind, item, (*at, index), location.address, (*use.target, index))
                for index, item in enumerate(found)
            ]
        own = {key: value for key, value in use.node.items() if key != "$ref"}
        for key in own:
            self.moved[(*use.target, key)] = Location(use.address, join_pointer((*use.parts, key)))
        if use.container == MAP:
            members = {
                key: self._copied(use.kind, item, (*at, key), location.address, (*use.target, key))
                for key, item in found.items()
            }
            return {**members, **own}
        return {**self._copied(use.kind, found, at, location.address, use.target), **own}

    def _may_be(self, kind: Kind, location: Location) -> bool:
        """Whether the value at a location looks like an object of a kind."""
        return self._known_kind(location) in (None, kind) and looks_like(kind, self.files.at(location))

    def _may_hold(self, kind: Kind, location: Location) -> bool:
        """Whether the value at a location may be a map or an array of objects of a kind."""
        known = self._known_kind(location)
        return known is None or (known == "value" and kind_at(f"{location.pointer}/0") == kind)

    def _known_kind(self, location: Location) -> Kind | Literal["value"] | None:
        """The kind of object at a location, as far as OpenAPI says; known for places in a description."""
        data = self.files[location.address].data
        return kind_at(location.pointer) if isinstance(data, dict) and "openapi" in data else None

    def _mapped(self, value: Any, place: Place, address: str) -> Any:
        """A value of a discriminator's mapping, which is a reference if it looks like one."""
        if not isinstance(value, str) or not (
            {"/", "#"} & set(value) or value.endswith((".json", ".yaml", ".yml"))
        ):
            return value
        return self._reference(place, value, address)

    def _reference(self, place: Place, reference: str, address: str) -> str:
        """A reference as one into this document; where it leads nowhere, one to the problem."""
        try:
            location = self.files.locate(reference, place.parts, address)
        except DanglingReferenceError as error:
            return self._report(address, place.parts, f"$ref {reference!r} {error}", error.remedy)
        try:
            self.files.at(location)
        except KeyError:
            message, remedy = f"$ref {reference!r} leads nowhere", self.files.remedy(location)
            return self._report(address, place.parts, message, remedy)
        if location.address == self.files.root_address:
            return "#" + location.pointer
        if not self._may_be(place.kind, location):
            kind = place.kind.replace("_", " ")
            message = f"$ref {reference!r} does not lead to a {kind}"
            return self._report(address, place.parts, message, f"Refer to a {kind}.")
        return self._import(place.kind, location)

    def _import(self, kind: Kind, location: Location) -> str:
        """A reference to the component that a location of another file becomes."""
        section = _SECTIONS.get(kind, "schemas")
        if (location, kind) not in self._imported:
            names = Namespace()
            names.add(*(name for (_, other), name in self._imported.items() if other == kind))
            names.add(*self._own_names(section))
            stem = PurePosixPath(unquote(urlsplit(location.address).path)).stem
            own_name = (split_pointer(location.pointer) or [stem])[-1]
            name = names.take([own_name, f"{stem}_{own_name}"])
            self._imported[location, kind] = name
            self._waiting.append(_Import(kind, location, (section, name)))
        return "#" + join_pointer(("components", section, self._imported[location, kind]))

    def _own_names(self, section: str) -> set[str]:
        components = self.root.data.get("components")
        members = components.get(section) if isinstance(components, dict) else None
        return set(members) if isinstance(members, dict) else set()

    def _report(self, address: str, parts: Parts, message: str, remedy: str) -> str:
        """Report a reference that leads nowhere; returns the reference to put in place of it."""
        pointer = join_pointer(parts)
        file = self.files[address]
        line = file.line_of(pointer + "/$ref")
        self.dangling.append(Problem(message, remedy, file=file.path, line=line, pointer=pointer))
        return f"{DANGLING}{len(self.dangling) - 1}"


def _constant(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


_TYPE_NAMES: dict[type, str] = {dict: "an object", list: "an array", str: "a string"}


def _type_name(value: Any) -> str:
    return _TYPE_NAMES.get(type(value), "a number, boolean or null")
