"""References: every one leads somewhere, and a description of several files becomes one."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

from oasmith.errors import OasmithError, Problem
from oasmith.reading.files import SourceFile, load
from oasmith.reading.pointers import fragment_pointer, join_pointer, look_up, split_pointer
from oasmith.reading.structure import FIELDS, Kind, Parts, walk

_SECTIONS: dict[Kind, str] = {
    kind: section for section, (_, kind) in FIELDS["components"].items() if kind != "security_scheme"
}


def bundle(root: SourceFile) -> dict[str, Any]:
    """The description as one document without references to other files.

    What lies in other files is taken into ``components`` under its own name, or under that name
    with its file's name before it where the name is taken. Raises OasmithError for every reference
    that leads nowhere.
    """
    return _Bundler(root).run()


class _Bundler:
    def __init__(self, root: SourceFile) -> None:
        self.root = root
        self.files: dict[Path, SourceFile] = {root.path.resolve(): root}
        self.problems: list[Problem] = []
        self.imported: dict[tuple[Path, str, Kind], str] = {}
        self.document: dict[str, Any] = {}

    def run(self) -> dict[str, Any]:
        self.document = self._copied("document", self.root.data, (), self.root)
        if self.problems:
            raise OasmithError(self.problems)
        return self.document

    def _copied(self, kind: Kind, node: Any, parts: Parts, file: SourceFile) -> Any:
        """A copy of a node in which references to other files point into this document."""
        changes: dict[Parts, str] = {}
        for place in walk(kind, node, parts):
            reference = place.node.get("$ref") if isinstance(place.node, dict) else None
            if isinstance(reference, str) and place.kind != "example":
                changed = self._target(place.kind, reference, place.parts, file)
                if changed is not None and changed != reference:
                    changes[place.parts[len(parts) :]] = changed
        return _with_references(node, changes) if changes else node

    def _target(self, kind: Kind, reference: str, parts: Parts, file: SourceFile) -> str | None:
        address, fragment = urldefrag(reference)
        pointer = fragment_pointer(fragment)
        if pointer and not pointer.startswith("/"):
            self._report(
                file, parts, f"$ref {reference!r} names an anchor", "Point to the schema by its JSON pointer."
            )
            return None
        if urlsplit(address).scheme or address.startswith("//"):
            self._report(
                file,
                parts,
                f"$ref {reference!r} leads to another host",
                "Save that document beside this one and refer to it by a relative path.",
            )
            return None
        target = file
        if address:
            path = file.path.parent / unquote(address)
            try:
                target = self.files.setdefault(path.resolve(), self.files.get(path.resolve()) or load(path))
            except OasmithError as error:
                self._report(
                    file,
                    parts,
                    f"$ref {reference!r}: {error.problems[0].message}",
                    "Mend the path, or the file it leads to.",
                )
                return None
        try:
            node = look_up(target.data, pointer)
        except KeyError:
            self._report(file, parts, f"$ref {reference!r} leads nowhere", _remedy(target, pointer))
            return None
        if target is self.root:
            return "#" + fragment
        return self._import(kind, node, pointer, target)

    def _import(self, kind: Kind, node: Any, pointer: str, file: SourceFile) -> str:
        section = _SECTIONS.get(kind, "schemas")
        key = (file.path.resolve(), pointer, kind)
        if key not in self.imported:
            taken = {name for (_, _, other), name in self.imported.items() if other == kind}
            components = self.root.data.get("components", {})
            taken |= set(components.get(section) or {})
            own_name = (split_pointer(pointer) or [file.path.stem])[-1]
            name = own_name if own_name not in taken else f"{file.path.stem}_{own_name}"
            self.imported[key] = name
            copied = self._copied(kind, node, tuple(split_pointer(pointer)), file)
            self.root.data.setdefault("components", {}).setdefault(section, {})[name] = copied
        return "#" + join_pointer(("components", section, self.imported[key]))

    def _report(self, file: SourceFile, parts: Parts, message: str, remedy: str) -> None:
        pointer = join_pointer(parts)
        self.problems.append(
            Problem(
                message, remedy, file=str(file.path), line=file.line_of(pointer + "/$ref"), pointer=pointer
            )
        )


def _remedy(file: SourceFile, pointer: str) -> str:
    parent, _, missing = pointer.rpartition("/")
    try:
        near = look_up(file.data, parent)
    except KeyError:
        return f"There is no {parent} in {file.path.name}."
    names = ", ".join(sorted(map(str, near))[:8]) if isinstance(near, dict) else ""
    return f"There is no {missing!r} in {parent or '/'}" + (f"; it has {names}." if names else ".")


def _with_references(node: Any, changes: dict[Parts, str]) -> Any:
    """A copy of the node with the ``$ref`` at each of the given places replaced."""
    if () in changes and isinstance(node, dict):
        node = {**node, "$ref": changes[()]}
    deeper: dict[str | int, dict[Parts, str]] = {}
    for parts, reference in changes.items():
        if parts:
            deeper.setdefault(parts[0], {})[parts[1:]] = reference
    if isinstance(node, dict):
        return {
            key: _with_references(value, deeper[key]) if key in deeper else value
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [
            _with_references(value, deeper[index]) if index in deeper else value
            for index, value in enumerate(node)
        ]
    return node
