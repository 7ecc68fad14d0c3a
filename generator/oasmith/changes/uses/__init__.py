"""The lines of a user's code that changes affect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from oasmith.changes.model import Change, Report, Use
from oasmith.changes.surface.model import Surface
from oasmith.changes.uses.code import uses_in
from oasmith.changes.uses.notes import Found
from oasmith.changes.uses.places import names_at
from oasmith.errors import OasmithError, Problem

_WRITING = {"request": {"write"}, "response": {"read"}}
"""What a change of a side affects: code that writes values, or code that reads them."""


def with_uses(report: Report, surface: Surface, paths: Iterable[Path]) -> Report:
    """The report with the lines in Python files that changes affect, unless these are compatible.

    ``surface`` is that of the old client, which the code uses. Raises OasmithError for paths that do not
    exist and files that are not Python.
    """
    found: dict[str, list[Found]] = {}
    for use in uses_in(list(dict.fromkeys(_files(paths))), surface):
        found.setdefault(use.name, []).append(use)
    places = names_at(surface)
    return replace(report, changes=tuple(_with_uses(it, found, places) for it in report.changes))


def _with_uses(change: Change, found: dict[str, list[Found]], places: dict[str, set[str]]) -> Change:
    if change.verdict == "compatible":
        return change
    names = change.names or tuple(sorted(_names(change.pointer, places)))
    if _is_demand(change.id):
        names = tuple(_omitting(name) for name in names)
    modes = _WRITING.get(change.side, {"read", "write"})
    uses = {
        (use.file, use.line)
        for name in names
        for use in found.get(name, ())
        if use.mode in modes or name.startswith("method:")
    }
    return replace(change, uses=tuple(Use(file, line, change.advice) for file, line in sorted(uses)))


def _is_demand(kind: str) -> bool:
    """Whether a change affects the code that does not give a value."""
    return kind.endswith(("-became-required", "-required-added", "-required-field-added", "-requires-more"))


def _omitting(name: str) -> str:
    kind, _, rest = name.partition(":")
    return {"field": f"omitted:{rest}", "class": f"made:{rest}"}.get(kind, name)


def _names(pointer: str, places: dict[str, set[str]]) -> set[str]:
    """The Python names of the nearest place around a pointer that has some."""
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    return places.get(pointer, set())


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = (it for it in sorted(path.rglob("*.py")) if not _is_hidden(it.relative_to(path)))
            yield from found
        elif path.is_file():
            yield path
        else:
            raise OasmithError(Problem("there is no such file or folder", "Check --uses.", str(path)))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)
