"""References: every one leads somewhere, and a description of several files becomes one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, Literal
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from oasmith.errors import OasmithError, Problem
from oasmith.names import Namespace
from oasmith.reading.access import Access, address_of, open_reference, require_local_referrer
from oasmith.reading.files import SourceFile
from oasmith.reading.lifting import lift
from oasmith.structure import (
    FIELDS,
    LIST,
    MAP,
    Kind,
    Parts,
    Place,
    array_index,
    fragment_pointer,
    join_pointer,
    kind_at,
    look_up,
    split_pointer,
    walk,
)

_SECTIONS: dict[Kind, str] = {kind: section for section, (_, kind) in FIELDS["components"].items()}
_MOST_STEPS = 50
NOWHERE = "#/nowhere/"
_IDENTITIES = ("$id", "$anchor", "$dynamicAnchor")
_PLAIN_FIELDS = {
    "title", "summary", "description", "termsOfService", "externalDocs", "info", "tags", "servers",
    "security", "enum", "required", "discriminator", "pattern", "format",
}  # fmt: skip
"""Fields that hold no OpenAPI objects, and no data either in which ``$ref`` could be an ordinary key."""


@dataclass(frozen=True, slots=True)
class BundledSource(SourceFile):
    """The root file of a description, which knows which parts of the document come from elsewhere.

    ``moved`` maps a place in the document to the file that it is from, and the JSON pointer in that file.
    """

    moved: dict[tuple[str, ...], tuple[SourceFile, str]] = field(default_factory=dict)

    def problem(self, message: str, remedy: str, pointer: str) -> Problem:
        """A problem at a JSON pointer into the document, with the file, line and pointer of its origin."""
        file, origin = self.origin(pointer)
        return Problem(message, remedy, file.path, file.line_of(origin), origin)

    def origin(self, pointer: str) -> tuple[SourceFile, str]:
        """The file that a place in the document is from, and the JSON pointer there."""
        parts = tuple(split_pointer(pointer))
        for length in range(len(parts), 0, -1):
            if parts[:length] in self.moved:
                file, start = self.moved[parts[:length]]
                return file, start + join_pointer(parts[length:])
        return self, pointer

    def without_data(self) -> BundledSource:
        """The same with the texts only, which is enough to find lines."""
        files = {id(file): replace(file, data=None) for file, _ in self.moved.values() if file is not self}
        moved = {parts: (files.get(id(file), file), start) for parts, (file, start) in self.moved.items()}
        return replace(self, data=None, moved=moved)

    def line_of(self, pointer: str) -> int | None:
        """The line of a place in the root file."""
        return SourceFile.line_of(self, pointer)

    def text_of(self, pointer: str) -> str | None:
        """The scalar at a place in the document as its file has it; None where there is none."""
        file, origin = self.origin(pointer)
        return SourceFile.text_of(file, origin)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A description as one document.

    ``problems`` are its references that lead nowhere, each of which is ``NOWHERE`` and the number of its
    problem in the document; ``repairs`` are the references that were resolved where none is allowed.
    """

    document: dict[str, Any]
    source: BundledSource
    problems: list[Problem]
    repairs: list[Problem]


def bundle(root: SourceFile, access: Access | None = None) -> Bundle:
    """The description as one document in which every reference to a schema leads to a component.

    What is in other files is copied into ``components`` under its own name, or under that name with its
    file's name before it where the name is taken. Raises OasmithError for every reference that leads
    nowhere, or to a file that ``access`` does not allow.
    """
    bundled = bundle_leniently(root, access)
    if bundled.problems:
        raise OasmithError(bundled.problems)
    return bundled


def bundle_leniently(root: SourceFile, access: Access | None = None) -> Bundle:
    """The same for a description with references that lead nowhere."""
    bundler = _Bundler(root, access or Access())
    document, lifted = lift(bundler.run())
    moved = {
        tuple(map(str, parts)): (bundler.files[address], pointer)
        for parts, (address, pointer) in bundler.moved.items()
    }
    source = BundledSource(root.path, root.text, root.data, moved)
    source.moved.update(
        {
            ("components", "schemas", name): source.origin(join_pointer(parts))
            for parts, name in lifted.items()
        }
    )
    return Bundle(document, source, bundler.problems, bundler.repairs)


@dataclass
class _Resources:
    """The schemas of a file that have a URI of their own, and the anchors (JSON Schema 2020-12 §8.2).

    ``bases`` is the base URI for what is below each place, ``uris`` the place of each URI, ``anchors``
    the place of each anchor by the URI that it belongs to.
    """

    bases: dict[Parts, str] = field(default_factory=dict)
    uris: dict[str, Parts] = field(default_factory=dict)
    anchors: dict[tuple[str, str], Parts] = field(default_factory=dict)

    def base(self, parts: Parts) -> tuple[str, Parts]:
        """The base URI at a place, and the place that it is the URI of."""
        for length in range(len(parts), -1, -1):
            if parts[:length] in self.bases:
                return self.bases[parts[:length]], parts[:length]
        raise KeyError(parts)


class _Bundler:
    def __init__(self, root: SourceFile, access: Access) -> None:
        self.root = root
        self.access = access
        self.files: dict[str, SourceFile] = {}
        self.resources: dict[str, _Resources] = {}
        self.problems: list[Problem] = []
        self.repairs: list[Problem] = []
        self.imported: dict[tuple[str, str, Kind], str] = {}
        self.waiting: deque[tuple[Kind, str, str, str, str]] = deque()
        self.components: dict[str, dict[str, Any]] = {}
        self.moved: dict[Parts, tuple[str, str]] = {}
        self.resolving: list[tuple[str, str]] = []
        self.root_address = address_of(root.path)
        self._add(root, self.root_address)

    def run(self) -> dict[str, Any]:
        document: dict[str, Any] = self._copied("document", self.root.data, (), self.root_address, ())
        while self.waiting:
            kind, address, pointer, section, name = self.waiting.popleft()
            node = look_up(self.files[address].data, pointer)
            home = ("components", section, name)
            self.moved[home] = (address, pointer)
            copied = self._copied(kind, node, tuple(split_pointer(pointer)), address, home)
            self.components.setdefault(section, {})[name] = copied
        if not self.components:
            return document
        components = dict(document.get("components") or {})
        for section, members in self.components.items():
            components[section] = {**(components.get(section) or {}), **members}
        return {**document, "components": components}

    def _add(self, file: SourceFile, address: str) -> str:
        self.files[address] = file
        base = address
        if isinstance(file.data, dict) and isinstance(file.data.get("$self"), str):
            base = _identified(address, file.data["$self"])
        resources = self.resources[address] = _Resources({(): base}, {base: (), address: ()})
        for place in _schemas_with_identity(file.data) if _has_identity(file.text) else ():
            base, _ = resources.base(place.parts)
            if isinstance(place.node.get("$id"), str):
                base = _identified(base, place.node["$id"])
                resources.bases[place.parts] = base
                resources.uris[base] = place.parts
            for keyword in ("$anchor", "$dynamicAnchor"):
                if isinstance(place.node.get(keyword), str):
                    resources.anchors[base, place.node[keyword]] = place.parts
        return address

    def _copied(self, kind: Kind, node: Any, parts: Parts, address: str, home: Parts) -> Any:
        """A copy of a node with plain references into this document, and without URIs and anchors.

        ``parts`` is its place in its file, ``home`` the place of the copy in the document.
        """
        changes: dict[Parts, dict[str, Any]] = {}
        for place in walk(kind, node, parts):
            if isinstance(place.node, dict) and not (place.kind == "example" and "value" in place.node):
                inner = place.parts[len(parts) :]
                changed = self._changed(place, address, (*home, *inner))
                if changed != place.node:
                    changes[inner] = changed
        return _with_nodes(node, changes) if changes else node

    def _changed(self, place: Place, address: str, home: Parts) -> dict[str, Any]:
        node = dict(place.node)
        if place.kind == "schema":
            for keyword in _IDENTITIES:
                if isinstance(node.get(keyword), str):
                    del node[keyword]
            if isinstance(node.get("$dynamicRef"), str):
                node.setdefault("$ref", node.pop("$dynamicRef"))
            discriminator = node.get("discriminator")
            mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
            if isinstance(mapping, dict):
                targets = {value: self._mapped(target, place, address) for value, target in mapping.items()}
                node["discriminator"] = {**node["discriminator"], "mapping": targets}
        if isinstance(node.get("$ref"), str):
            if self._may_refer(place.kind, node["$ref"], address):
                node["$ref"] = self._target(place, node["$ref"], address)
            else:
                node = self._resolved(place.kind, node, place.parts, address, home)
        for name in node.keys() & (FIELDS.get(place.kind, {}).keys() | _PLAIN_FIELDS):
            if name in place.node:
                node[name] = self._field(place, name, node[name], address, home)
        return node

    def _may_refer(self, kind: Kind, reference: str, address: str) -> bool:
        """Whether the document can have a reference in place of an object of a kind."""
        version = str(self.root.data.get("openapi"))
        if kind == "media_type":
            return version.startswith("3.2")
        if kind == "path_item" and version.startswith("3.0"):
            # It has no component that could hold a path item of another file.
            return reference.startswith("#") and address == self.root_address
        return kind in _SECTIONS

    def _field(self, place: Place, name: str, value: Any, address: str, home: Parts) -> Any:
        """The value of a field, with a reference resolved where OpenAPI allows none."""
        parts, home = (*place.parts, name), (*home, name)
        container, kind = FIELDS.get(place.kind, {}).get(name, (None, None))
        if kind is None:
            return self._plain(value, parts, address) if name in _PLAIN_FIELDS else value
        if container not in (LIST, MAP) or not isinstance(value, dict):
            return value
        if not isinstance(value.get("$ref"), str) or (container == LIST and len(value) > 1):
            return value
        return self._resolved(kind, value, parts, address, home, container)

    def _plain(self, value: Any, parts: Parts, address: str) -> Any:
        """A value that holds no OpenAPI objects with the references in it resolved."""
        if isinstance(value, list) and parts[-1] != "enum":
            return [self._plain(item, (*parts, index), address) for index, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if value.keys() == {"$ref"} and isinstance(value["$ref"], str):
            return self._resolved(None, value, parts, address, parts)
        return {
            key: (
                item
                if key.startswith("x-") or key == "mapping"
                else self._plain(item, (*parts, key), address)
            )
            for key, item in value.items()
        }

    def _resolved(
        self,
        kind: Kind | None,
        node: dict[str, Any],
        parts: Parts,
        address: str,
        home: Parts,
        container: str = "",
    ) -> Any:
        """What a reference leads to, in place of it, with the fields beside it.

        ``kind`` is that of the object, or of its members where a ``container`` of objects is expected.
        """
        try:
            found, pointer = self._end(node["$ref"], parts, address)
            target = look_up(self.files[found].data, pointer)
            expected = str if kind is None and parts[-1] in _TEXTS else list if container == LIST else dict
            if (kind is not None or expected is str) and not isinstance(target, expected):
                raise _NowhereError(f"leads to {_type_name(target)}", f"Refer to {_TYPE_NAMES[expected]}.")
            if kind is not None and not container and not self._may_be(kind, found, pointer):
                raise _NowhereError(f"does not lead to an object of the kind {kind}", "Refer to one.")
            if kind is not None and container and not self._may_hold(kind, found, pointer):
                raise _NowhereError(f"does not lead to another `{parts[-1]}`", "Refer to one.")
        except _NowhereError as error:
            return self._unresolved(node, parts, address, str(error), error.remedy)
        except KeyError:
            return self._unresolved(node, parts, address, "leads nowhere", "Correct the reference.")
        if kind != "path_item" or container:  # which OpenAPI allows
            message, remedy = (
                "has a $ref where OpenAPI allows none; it is resolved",
                "Write the object itself.",
            )
            self.repairs.append(self.files[address].problem(message, remedy, join_pointer(parts)))
        self.moved[home] = (found, pointer)
        at = tuple(split_pointer(pointer))
        self.resolving.append((found, pointer))
        try:
            if container == LIST:
                assert kind is not None
                return [
                    self._copied(kind, item, (*at, index), found, (*home, index))
                    for index, item in enumerate(target)
                ]
            own = {key: value for key, value in node.items() if key != "$ref"}
            for key in own:
                self.moved[(*home, key)] = (address, join_pointer((*parts, key)))
            if container == MAP:
                assert kind is not None
                members = {
                    key: self._copied(kind, item, (*at, key), found, (*home, key))
                    for key, item in target.items()
                }
                return {**members, **own}
            if kind is None:
                return self._plain(target, at, found)
            return {**self._copied(kind, target, at, found, home), **own}
        finally:
            self.resolving.pop()

    def _end(self, reference: str, parts: Parts, address: str) -> tuple[str, str]:
        """Where a reference leads through those that follow each other. Raises _NowhereError, KeyError."""
        for _ in range(_MOST_STEPS):
            address, pointer = self._followed(*self._located(reference, parts, address))
            node = look_up(self.files[address].data, pointer)
            if (address, pointer) in self.resolving:
                raise _NowhereError("refers to itself", "Write the object itself in one of the places.")
            if not (isinstance(node, dict) and node.keys() == {"$ref"} and isinstance(node["$ref"], str)):
                return address, pointer
            reference, parts = node["$ref"], tuple(split_pointer(pointer))
        raise _NowhereError("leads through too many other references", "Refer to the object itself.")

    def _unresolved(self, node: Any, parts: Parts, address: str, message: str, remedy: str) -> dict[str, Any]:
        return {**node, "$ref": self._report(address, parts, f"$ref {node['$ref']!r} {message}", remedy)}

    def _may_be(self, kind: Kind, address: str, pointer: str) -> bool:
        """Whether what is at a place in a file looks like an object of a kind."""
        is_known = self._known_kind(address, pointer) in (None, kind)
        return is_known and _may_be(kind, look_up(self.files[address].data, pointer))

    def _may_hold(self, kind: Kind, address: str, pointer: str) -> bool:
        """Whether what is at a place in a file may be a map or an array of objects of a kind."""
        known = self._known_kind(address, pointer)
        return known is None or (known == "value" and kind_at(f"{pointer}/0") == kind)

    def _known_kind(self, address: str, pointer: str) -> Kind | Literal["value"] | None:
        """What is at a place in a file, as far as OpenAPI says it; only a description has known places."""
        data = self.files[address].data
        return kind_at(pointer) if isinstance(data, dict) and "openapi" in data else None

    def _mapped(self, target: Any, place: Place, address: str) -> Any:
        """A value of a discriminator's mapping, which is a reference if it looks like one."""
        if not isinstance(target, str) or not (
            {"/", "#"} & set(target) or target.endswith((".json", ".yaml", ".yml"))
        ):
            return target
        return self._target(place, target, address)

    def _target(self, place: Place, reference: str, address: str) -> str:
        """A reference as one into this document; where it leads nowhere, one to the problem."""
        try:
            found, pointer = self._located(reference, place.parts, address)
            found, pointer = self._followed(found, pointer)
            look_up(self.files[found].data, pointer)
            if found != self.root_address and not self._may_be(place.kind, found, pointer):
                kind = place.kind.replace("_", " ")
                raise _NowhereError(f"does not lead to a {kind}", f"Refer to a {kind}.")
        except _NowhereError as error:
            return self._report(address, place.parts, f"$ref {reference!r} {error}", error.remedy)
        except KeyError:
            return self._report(
                address, place.parts, f"$ref {reference!r} leads nowhere", _remedy(self.files[found], pointer)
            )
        if found == self.root_address:
            return "#" + pointer
        return self._import(place.kind, pointer, found)

    def _located(self, reference: str, parts: Parts, address: str) -> tuple[str, str]:
        """The file that a reference leads into, and the pointer there. Raises _NowhereError."""
        resources = self.resources[address]
        base, root = resources.base(parts)
        path, fragment = _split(reference)
        if path:
            uri = _joined(base, path)
            address, root = self._resource(uri, address)
            resources, base = self.resources[address], uri
        fragment = fragment_pointer(fragment)
        if not fragment or fragment.startswith("/"):
            inner = join_pointer(root) + fragment
            # Below a schema with a URI of its own a pointer may still be meant from the file's root.
            is_there = _leads_somewhere(self.files[address].data, inner)
            return address, inner if is_there or not root else fragment
        for uri in (base, resources.bases[()], *resources.uris):
            if (uri, fragment) in resources.anchors:
                return address, join_pointer(resources.anchors[uri, fragment])
        raise _NowhereError(
            "leads nowhere", f"There is no $anchor {fragment!r} in {self.files[address].path}."
        )

    def _followed(self, address: str, pointer: str) -> tuple[str, str]:
        """A place that may be meant through other references on the way. Raises _NowhereError."""
        for _ in range(_MOST_STEPS):
            parts = split_pointer(pointer)
            node = self.files[address].data
            for index, part in enumerate(parts):
                if isinstance(node, dict) and part not in node and isinstance(node.get("$ref"), str):
                    address, pointer = self._located(node["$ref"], tuple(parts[:index]), address)
                    pointer += join_pointer(parts[index:])
                    break
                node = _child(node, part)
            else:
                break
        return address, pointer

    def _resource(self, uri: str, referrer: str) -> tuple[str, Parts]:
        """The file of a URI, read if it was not, and the place in it that the URI is of."""
        try:
            for address, resources in self.resources.items():
                if uri in resources.uris:
                    require_local_referrer(address, referrer)
                    return address, resources.uris[uri]
            file = open_reference(uri, referrer, self.root_address, self.access)
        except OasmithError as error:
            problem = error.problems[0]
            place = f"{problem.file}:{problem.line}: " if problem.line else ""
            raise _NowhereError(f": {place}{problem.message}", problem.remedy) from None
        return self._add(file, uri), ()

    def _import(self, kind: Kind, pointer: str, address: str) -> str:
        section = _SECTIONS.get(kind, "schemas")
        key = (address, pointer, kind)
        if key not in self.imported:
            names = Namespace()
            names.add(*(name for (_, _, other), name in self.imported.items() if other == kind))
            names.add(*self._own_names(section))
            stem = PurePosixPath(unquote(urlsplit(address).path)).stem
            own_name = (split_pointer(pointer) or [stem])[-1]
            name = names.take([own_name, f"{stem}_{own_name}"])
            self.imported[key] = name
            self.waiting.append((kind, address, pointer, section, name))
        return "#" + join_pointer(("components", section, self.imported[key]))

    def _own_names(self, section: str) -> set[str]:
        components = self.root.data.get("components")
        members = components.get(section) if isinstance(components, dict) else None
        return set(members) if isinstance(members, dict) else set()

    def _report(self, address: str, parts: Parts, message: str, remedy: str) -> str:
        pointer = join_pointer(parts)
        file = self.files[address]
        line = file.line_of(pointer + "/$ref")
        self.problems.append(Problem(message, remedy, file=file.path, line=line, pointer=pointer))
        return f"{NOWHERE}{len(self.problems) - 1}"


class _NowhereError(Exception):
    """A reference leads nowhere; ``remedy`` is what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


_MARKS: dict[Kind, set[str]] = {
    "path_item": {"summary", "description", "servers"},
    "operation": {"operationId", "summary", "description", "tags", "security", "servers", "deprecated"},
    "parameter": {"name", "in", "description", "required", "style", "example"},
    "header": {"description", "required", "style", "example"},
    "request_body": {"description", "required"},
    "response": {"summary", "description"},
    "example": {"summary", "description", "value", "externalValue", "dataValue", "serializedValue"},
    "link": {"operationId", "operationRef", "parameters", "requestBody", "description", "server"},
    "security_scheme": {"type", "description", "name", "in", "scheme", "flows", "openIdConnectUrl"},
    "schema": {
        "type", "enum", "const", "format", "title", "description", "default", "example", "examples",
        "nullable", "required", "readOnly", "writeOnly", "deprecated", "discriminator", "externalDocs", "xml",
        "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
        "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    },
}  # fmt: skip
"""Fields by which an object of a kind is recognized, beside those that hold other objects."""

_PLAIN_MARKS = set().union(*_MARKS.values()) - {
    "const", "default", "example", "examples", "discriminator", "externalDocs", "xml", "value", "dataValue",
    "parameters", "requestBody", "server", "flows",
}  # fmt: skip
"""Those of these fields that never hold an object."""

_TEXTS = {"title", "summary", "description", "termsOfService", "pattern", "format"}
_TYPE_NAMES: dict[type, str] = {dict: "an object", list: "an array", str: "a string"}


def _type_name(value: Any) -> str:
    return _TYPE_NAMES.get(type(value), "a number, boolean or null")


def _may_be(kind: Kind, node: Any) -> bool:
    """Whether a node of another file looks like an object of a kind: any file could be referred to."""
    if kind == "schema" and isinstance(node, bool):
        return True
    if not isinstance(node, dict):
        return False
    if not node or kind not in _MARKS or any(key.startswith(("x-", "$")) for key in node):
        return True
    marks = _MARKS[kind]
    # A property may be called `type` or `title` too; its schema is an object, which those fields never are.
    found = {key for key, value in node.items() if key not in _PLAIN_MARKS or not isinstance(value, dict)}
    return not found.isdisjoint(marks | FIELDS.get(kind, {}).keys())


def _identified(base: str, identity: str) -> str:
    """The URI that ``$id`` or ``$self`` gives; the base where it is not a URL."""
    try:
        return urljoin(base, urldefrag(identity).url)
    except ValueError:
        return base


def _split(reference: str) -> tuple[str, str]:
    """A reference and its fragment. Raises _NowhereError."""
    try:
        split = urldefrag(reference)
    except ValueError:
        raise _NowhereError("is not a URL", "Correct the reference.") from None
    return split.url, split.fragment


def _joined(base: str, reference: str) -> str:
    """A reference as an absolute URI. Raises _NowhereError."""
    try:
        return urljoin(base, reference)
    except ValueError:
        raise _NowhereError("is not a URL", "Correct the reference.") from None


def _has_identity(text: str) -> bool:
    return any(keyword in text for keyword in _IDENTITIES)


def _schemas_with_identity(data: Any) -> Iterator[Place]:
    """The schemas of a file that say what they are called, the outer ones first; it may be just a schema."""
    kind: Kind = "document" if isinstance(data, dict) and "openapi" in data else "schema"
    roots = [(kind, data, ())] if kind == "document" else _roots(data)
    for root_kind, node, parts in roots:
        for place in walk(root_kind, node, parts):
            if place.kind == "schema" and isinstance(place.node, dict):
                yield place


def _roots(data: Any) -> list[tuple[Kind, Any, Parts]]:
    """What may be a schema in a file that is no description: itself, and each of its members."""
    members = data.items() if isinstance(data, dict) else ()
    return [
        ("schema", data, ()),
        *(("schema", node, (key,)) for key, node in members if isinstance(node, dict)),
    ]


def _child(node: Any, part: str) -> Any:
    if isinstance(node, list):
        index = array_index(part)
        return node[index] if index is not None and index < len(node) else None
    return node.get(part) if isinstance(node, dict) else None


def _leads_somewhere(data: Any, pointer: str) -> bool:
    try:
        look_up(data, pointer)
    except KeyError:
        return False
    return True


def _remedy(file: SourceFile, pointer: str) -> str:
    """What is there instead; only of a description, since any other file may hold secrets."""
    parent, _, missing = pointer.rpartition("/")
    name = PurePosixPath(file.path).name
    if not (isinstance(file.data, dict) and "openapi" in file.data):
        return f"There is no {pointer} in {name}."
    try:
        near = look_up(file.data, parent)
    except KeyError:
        return f"There is no {parent} in {name}."
    names = ", ".join(sorted(map(str, near))[:8]) if isinstance(near, dict) else ""
    return f"There is no {missing!r} in {parent or '/'}" + (f"; it has {names}." if names else ".")


def _with_nodes(node: Any, changes: dict[Parts, dict[str, Any]]) -> Any:
    """A copy of the node with what is said of objects in it changed; those in them are changed too."""
    deeper: dict[str | int, dict[Parts, dict[str, Any]]] = {}
    for parts, changed in changes.items():
        if parts:
            deeper.setdefault(parts[0], {})[parts[1:]] = changed
    if isinstance(node, dict):
        current = changes.get((), node)
        return {
            key: _with_nodes(value, deeper[key]) if key in deeper else value for key, value in current.items()
        }
    if isinstance(node, list):
        return [
            _with_nodes(value, deeper[index]) if index in deeper else value
            for index, value in enumerate(node)
        ]
    return node
