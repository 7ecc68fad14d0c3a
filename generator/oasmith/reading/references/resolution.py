"""What a reference leads to: files, base URIs (``$id``, ``$self``), anchors and JSON pointers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin

from oasmith.errors import OasmithError
from oasmith.reading.files import SourceFile
from oasmith.reading.references.access import Access, address_of, open_reference, require_local_referrer
from oasmith.structure import (
    Kind,
    Parts,
    Place,
    array_index,
    fragment_pointer,
    join_pointer,
    look_up,
    split_pointer,
    walk,
)

IDENTITIES = ("$id", "$anchor", "$dynamicAnchor")
"""Keywords by which a schema can be referred to."""
_MOST_STEPS = 50
"""How many references may lead to each other."""


class DanglingReferenceError(Exception):
    """A reference leads nowhere; ``remedy`` is what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class Location(NamedTuple):
    """A place in a file: the absolute URI of the file, and a JSON pointer into it."""

    address: str
    pointer: str


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


class Files:
    """The files of a description by address, which is an absolute URI; each is opened when it is needed."""

    def __init__(self, root: SourceFile, access: Access) -> None:
        self.root_address = address_of(root.path)
        self._access = access
        self._files: dict[str, SourceFile] = {}
        self._resources: dict[str, _Resources] = {}
        self._add(root, self.root_address)

    def __getitem__(self, address: str) -> SourceFile:
        return self._files[address]

    def digests(self) -> dict[str, str]:
        """The digests of the files that were opened, by path or URL."""
        return {file.path: file.digest for file in self._files.values()}

    def at(self, location: Location) -> Any:
        """The value at a location. Raises KeyError where there is none."""
        return look_up(self._files[location.address].data, location.pointer)

    def locate(self, reference: str, parts: Parts, address: str) -> Location:
        """What a reference at a place of a file leads to, through other references on the way.

        Raises DanglingReferenceError where it leads nowhere; the location may still not exist in its file.
        """
        return self._followed(self._located(reference, parts, address))

    def locate_end(self, reference: str, parts: Parts, address: str) -> Location:
        """The object at the end of references that lead to each other.

        Raises DanglingReferenceError, and KeyError where there is nothing at a location.
        """
        for _ in range(_MOST_STEPS):
            location = self.locate(reference, parts, address)
            node = self.at(location)
            if not (isinstance(node, dict) and node.keys() == {"$ref"} and isinstance(node["$ref"], str)):
                return location
            reference, parts, address = node["$ref"], tuple(split_pointer(location.pointer)), location.address
        raise DanglingReferenceError("leads through too many other references", "Refer to the object itself.")

    def remedy(self, location: Location) -> str:
        """What exists instead of a location; only in a description, since other files may hold secrets."""
        file, pointer = self._files[location.address], location.pointer
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

    def _located(self, reference: str, parts: Parts, address: str) -> Location:
        resources = self._resources[address]
        base, root = resources.base(parts)
        path, fragment = _split(reference)
        if path:
            uri = _joined(base, path)
            address, root = self._resource(uri, address)
            resources, base = self._resources[address], uri
        fragment = fragment_pointer(fragment)
        if not fragment or fragment.startswith("/"):
            inner = Location(address, join_pointer(root) + fragment)
            # Below a schema with a URI of its own a pointer may still be meant from the file's root.
            return inner if not root or self._exists(inner) else Location(address, fragment)
        for uri in (base, resources.bases[()], *resources.uris):
            if (uri, fragment) in resources.anchors:
                return Location(address, join_pointer(resources.anchors[uri, fragment]))
        raise DanglingReferenceError(
            "leads nowhere", f"There is no $anchor {fragment!r} in {self._files[address].path}."
        )

    def _exists(self, location: Location) -> bool:
        try:
            self.at(location)
        except KeyError:
            return False
        return True

    def _followed(self, location: Location) -> Location:
        """A location that may lead through other references on the way. Raises DanglingReferenceError."""
        for _ in range(_MOST_STEPS):
            parts = split_pointer(location.pointer)
            node = self._files[location.address].data
            for index, part in enumerate(parts):
                if isinstance(node, dict) and part not in node and isinstance(node.get("$ref"), str):
                    address, pointer = self._located(node["$ref"], tuple(parts[:index]), location.address)
                    location = Location(address, pointer + join_pointer(parts[index:]))
                    break
                node = _child(node, part)
            else:
                break
        return location

    def _resource(self, uri: str, referrer: str) -> tuple[str, Parts]:
        """The file of a URI, opened if it was not yet, and the place in it that the URI identifies."""
        try:
            for address, resources in self._resources.items():
                if uri in resources.uris:
                    require_local_referrer(address, referrer)
                    return address, resources.uris[uri]
            file = open_reference(uri, referrer, self.root_address, self._access)
        except OasmithError as error:
            problem = error.problems[0]
            place = f"{problem.file}:{problem.line}: " if problem.line else ""
            raise DanglingReferenceError(
                f"cannot be resolved: {place}{problem.message}", problem.remedy
            ) from None
        self._add(file, uri)
        return uri, ()

    def _add(self, file: SourceFile, address: str) -> None:
        self._files[address] = file
        base = address
        if isinstance(file.data, dict) and isinstance(file.data.get("$self"), str):
            base = _identified(address, file.data["$self"])
        resources = self._resources[address] = _Resources({(): base}, {base: (), address: ()})
        has_identities = any(keyword in file.text for keyword in IDENTITIES)
        for place in _schemas(file.data) if has_identities else ():
            base, _ = resources.base(place.parts)
            if isinstance(place.node.get("$id"), str):
                base = _identified(base, place.node["$id"])
                resources.bases[place.parts] = base
                resources.uris[base] = place.parts
            for keyword in ("$anchor", "$dynamicAnchor"):
                if isinstance(place.node.get(keyword), str):
                    resources.anchors[base, place.node[keyword]] = place.parts


def _schemas(data: Any) -> Iterator[Place]:
    """The schemas of a file, outer ones first.

    In a file that is not a description, the file itself and each of its members may be a schema.
    """
    roots: list[tuple[Kind, Any, Parts]] = [("document", data, ())]
    if not (isinstance(data, dict) and "openapi" in data):
        members = data.items() if isinstance(data, dict) else ()
        roots = [
            ("schema", data, ()),
            *(("schema", it, (key,)) for key, it in members if isinstance(it, dict)),
        ]
    for kind, node, parts in roots:
        for place in walk(kind, node, parts):
            if place.kind == "schema" and isinstance(place.node, dict):
                yield place


def _identified(base: str, identity: str) -> str:
    """The URI that ``$id`` or ``$self`` gives; the base where it is not a URL."""
    try:
        return urljoin(base, urldefrag(identity).url)
    except ValueError:
        return base


def _split(reference: str) -> tuple[str, str]:
    """A reference and its fragment. Raises DanglingReferenceError."""
    try:
        split = urldefrag(reference)
    except ValueError:
        raise DanglingReferenceError("is not a URL", "Correct the reference.") from None
    return split.url, split.fragment


def _joined(base: str, reference: str) -> str:
    """A reference as an absolute URI. Raises DanglingReferenceError."""
    try:
        return urljoin(base, reference)
    except ValueError:
        raise DanglingReferenceError("is not a URL", "Correct the reference.") from None


def _child(node: Any, part: str) -> Any:
    if isinstance(node, list):
        index = array_index(part)
        return node[index] if index is not None and index < len(node) else None
    return node.get(part) if isinstance(node, dict) else None
