"""The two sides of a comparison: descriptions without what is the same in both, and their clients.

Two large files are read by two processes, and a third one compares what is sent. On two cores it gets the
time that the others leave.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from oasmith.changes.model import Change
from oasmith.changes.reduction import Outline, Reduction, outline, reduced, reduction_of
from oasmith.changes.surface import Surface, surface_of
from oasmith.changes.wire import wire_changes
from oasmith.collector import without_collector
from oasmith.errors import OasmithError
from oasmith.reading import read_root
from oasmith.reading.effective import read_target
from oasmith.reading.files import SourceFile
from oasmith.reading.references.access import access_of, open_description
from oasmith.reading.upgrade import upgrade
from oasmith.settings import Target
from oasmith.structure import Document
from oasmith.workers import CORES

_LARGE = 4_000_000
"""The size in bytes of two files from which on other processes are started."""


class Sides(NamedTuple):
    """Two descriptions: the changes on the wire between them, and the surfaces of their clients."""

    wire: list[Change]
    old: Surface
    new: Surface


def sides(old: Document, new: Document, target: Target) -> Sides:
    """Two sound documents of OpenAPI 3.1, or what is left of them; ``target`` has the names of the client."""
    return _compared(*reduced(old, new), target)


def _compared(old: Document, new: Document, target: Target) -> Sides:
    return Sides(wire_changes(old, new), surface_of(old, target), surface_of(new, target))


def sides_of(old: Target, new: Target) -> Sides:
    """The descriptions of two targets, as their settings change them; ``new`` has the names of the client.

    What is the same in both may be left out. Overlays, names and selections are applied to the old
    description as far as they match it. Raises OasmithError for a description that cannot be read.
    """
    if not all(map(_is_used_whole, (old, new))):
        return sides(document_of(old, is_old=True), document_of(new), new)
    is_large = sum(map(_size, (old, new))) > _LARGE
    return (_in_processes(old, new) if is_large and CORES > 1 else None) or _in_this_process(old, new)


def document_of(target: Target, *, is_old: bool = False) -> Document:
    """The description of one target as a document of OpenAPI 3.1; ``is_old`` as for ``sides_of``."""
    return upgrade(read_target(target, must_match=not is_old).document)


def _is_used_whole(target: Target) -> bool:
    """Whether no setting of a target selects, renames or changes parts of its description."""
    changes = (target.include, target.exclude, target.names, target.overlays, target.lenient)
    return not any(changes) and target.short_names and target.local_times and target.validate_requests is True


def _size(target: Target) -> int:
    """The size of a local file; 0 for others, and for one that cannot be read."""
    with suppress(OSError):
        return target.description.stat().st_size if isinstance(target.description, Path) else 0
    return 0


def _opened(target: Target) -> SourceFile:
    return open_description(target.description, access_of(target))


def _read(root: SourceFile, own: Outline | None, reduction: Reduction | None, target: Target) -> Document:
    data = root.data if own is None or reduction is None else reduction.of(root.data, own)
    return upgrade(read_root(replace(root, data=data), access_of(target)).document)


def _in_this_process(old: Target, new: Target) -> Sides:
    before, after = _opened(old), _opened(new)
    outlines = outline(before.data), outline(after.data)
    reduction = reduction_of(*outlines)
    documents = _read(before, outlines[0], reduction, old), _read(after, outlines[1], reduction, new)
    # Without a reduction they may be of two versions.
    return sides(*documents, new) if reduction is None else _compared(*documents, new)


# Other processes


def _in_processes(old: Target, new: Target) -> Sides | None:
    """The same, with a process for the old side, and one that compares the documents.

    None if one of the processes fails, for whatever reason.
    """
    try:
        with _process(_send_old, old, new) as old_side:
            root = _opened(new)
            own = outline(root.data)
            theirs = old_side.recv()
            old_side.send(own)
            document = _read(root, own, reduction_of(theirs, own), new)
            with _process(_send_wire, old_side.recv(), document) as wire:
                after = surface_of(document, new)
                return Sides(wire.recv(), old_side.recv(), after)
    except (OasmithError, EOFError, OSError):
        return None


def _send_old(connection: Connection, old: Target, new: Target) -> None:
    root = _opened(old)
    own = outline(root.data)
    connection.send(own)
    document = _read(root, own, reduction_of(own, connection.recv()), old)
    connection.send(document)
    connection.send(surface_of(document, new))


def _send_wire(connection: Connection, old: Document, new: Document) -> None:
    connection.send(wire_changes(old, new))


@contextmanager
def _process(function: Callable[..., None], *arguments: object) -> Iterator[Connection]:
    """Another process that calls a function with a connection to this one."""
    connection, other = multiprocessing.Pipe()
    process = multiprocessing.Process(
        target=_run, args=(function, connection, other, *arguments), daemon=True
    )
    process.start()
    other.close()
    try:
        with connection:
            yield connection
    finally:
        process.kill()
        process.join()


def _run(function: Callable[..., None], parent: Connection, own: Connection, *arguments: object) -> None:
    """Call the function. If nothing is sent, this process's parent finds out why."""
    parent.close()
    with suppress(Exception, KeyboardInterrupt), without_collector(), own:
        function(own, *arguments)
