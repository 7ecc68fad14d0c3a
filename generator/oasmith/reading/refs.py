"""References: every one leads somewhere, and a description of several files becomes one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from oasmith.errors import OasmithError, Problem
from oasmith.reading.fetching import fetch
from oasmith.reading.files import SourceFile, load
from oasmith.reading.lifting import lift
from oasmith.reading.pointers import fragment_pointer, join_pointer, look_up, split_pointer
from oasmith.reading.structure import FIELDS, Kind, Parts, Place, walk

_SECTIONS: dict[Kind, str] = {kind: section for section, (_, kind) in FIELDS["components"].items()}
_MOST_STEPS = 50
NOWHERE = "#/nowhere/"
_IDENTITIES = ("$id", "$anchor", "$dynamicAnchor")


def bundle(root: SourceFile, allow_remote: tuple[str, ...] = ()) -> dict[str, Any]:
    """The description as one document in which every reference to a schema leads to a component.

    What lies in other files is taken into ``components`` under its own name, or under that name
    with its file's name before it where the name is taken. Raises OasmithError for every reference
    that leads nowhere, or to a host that is not among ``allow_remote``.
    """
    document, problems = bundle_leniently(root, allow_remote)
    if problems:
        raise OasmithError(problems)
    return document


def bundle_leniently(
    root: SourceFile, allow_remote: tuple[str, ...] = ()
) -> tuple[dict[str, Any], list[Problem]]:
    """The same for a description that need not be whole: one document, and its references that lead nowhere.

    Each of those is ``NOWHERE`` and the number of its problem.
    """
    bundler = _Bundler(root, allow_remote)
    return lift(bundler.run()), bundler.problems


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
    def __init__(self, root: SourceFile, allow_remote: tuple[str, ...]) -> None:
        self.root = root
        self.allow_remote = allow_remote
        self.files: dict[str, SourceFile] = {}
        self.resources: dict[str, _Resources] = {}
        self.problems: list[Problem] = []
        self.imported: dict[tuple[str, str, Kind], str] = {}
        self.components: dict[str, dict[str, Any]] = {}
        self.root_address = self._add(root, _address_of(root.path))

    def run(self) -> dict[str, Any]:
        document: dict[str, Any] = self._copied("document", self.root.data, (), self.root_address)
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
            base = urljoin(address, file.data["$self"])
        resources = self.resources[address] = _Resources({(): base}, {base: (), address: ()})
        for place in _schemas_with_identity(file.data) if _has_identity(file.text) else ():
            base, _ = resources.base(place.parts)
            if isinstance(place.node.get("$id"), str):
                base = urldefrag(urljoin(base, place.node["$id"])).url
                resources.bases[place.parts] = base
                resources.uris[base] = place.parts
            for keyword in ("$anchor", "$dynamicAnchor"):
                if isinstance(place.node.get(keyword), str):
                    resources.anchors[base, place.node[keyword]] = place.parts
        return address

    def _copied(self, kind: Kind, node: Any, parts: Parts, address: str) -> Any:
        """A copy of a node with plain references into this document, and without URIs and anchors."""
        changes: dict[Parts, dict[str, str]] = {}
        for place in walk(kind, node, parts):
            if isinstance(place.node, dict) and not (place.kind == "example" and "value" in place.node):
                changed = self._changed(place, address)
                if changed != place.node:
                    changes[place.parts[len(parts) :]] = changed
        return _with_nodes(node, changes) if changes else node

    def _changed(self, place: Place, address: str) -> dict[str, Any]:
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
            node["$ref"] = self._target(place, node["$ref"], address)
        return node

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
            node = look_up(self.files[found].data, pointer)
        except _NowhereError as error:
            return self._report(address, place.parts, f"$ref {reference!r} {error}", error.remedy)
        except KeyError:
            return self._report(
                address, place.parts, f"$ref {reference!r} leads nowhere", _remedy(self.files[found], pointer)
            )
        if found == self.root_address:
            return "#" + pointer
        return self._import(place.kind, node, pointer, found)

    def _located(self, reference: str, parts: Parts, address: str) -> tuple[str, str]:
        """The file that a reference leads into, and the pointer there. Raises _NowhereError."""
        resources = self.resources[address]
        base, root = resources.base(parts)
        path, fragment = urldefrag(reference)
        if path:
            uri = urljoin(base, path)
            address, root = self._resource(uri, path)
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

    def _resource(self, uri: str, path: str) -> tuple[str, Parts]:
        """The file of a URI, read if it was not, and the place in it that the URI is of."""
        for address, resources in self.resources.items():
            if uri in resources.uris:
                return address, resources.uris[uri]
        try:
            if urlsplit(uri).scheme == "file":
                file = load(Path(unquote(urlsplit(uri).path)))
            else:
                file = fetch(uri, self.allow_remote)
        except OasmithError as error:
            problem = error.problems[0]
            place = f"{problem.file}: " if problem.line else ""
            raise _NowhereError(f": {place}{problem.message}", problem.remedy) from None
        return self._add(file, uri), ()

    def _import(self, kind: Kind, node: Any, pointer: str, address: str) -> str:
        section = _SECTIONS.get(kind, "schemas")
        key = (address, pointer, kind)
        if key not in self.imported:
            taken = {name for (_, _, other), name in self.imported.items() if other == kind}
            taken |= set((self.root.data.get("components") or {}).get(section) or {})
            stem = PurePosixPath(unquote(urlsplit(address).path)).stem
            own_name = (split_pointer(pointer) or [stem])[-1]
            name = own_name if own_name not in taken else f"{stem}_{own_name}"
            while name in taken:
                name += "_"
            self.imported[key] = name
            copied = self._copied(kind, node, tuple(split_pointer(pointer)), address)
            self.components.setdefault(section, {})[name] = copied
        return "#" + join_pointer(("components", section, self.imported[key]))

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


def _address_of(path: str) -> str:
    return path if urlsplit(path).scheme in ("http", "https") else Path(path).resolve().as_uri()


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
        return node[int(part)] if part.isdigit() and int(part) < len(node) else None
    return node.get(part) if isinstance(node, dict) else None


def _leads_somewhere(data: Any, pointer: str) -> bool:
    try:
        look_up(data, pointer)
    except KeyError:
        return False
    return True


def _remedy(file: SourceFile, pointer: str) -> str:
    parent, _, missing = pointer.rpartition("/")
    name = PurePosixPath(file.path).name
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
