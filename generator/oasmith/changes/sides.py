"""The two sides of a comparison: descriptions without what is the same in both, and their clients.

Two large files are read by two processes, which tell each other only what their files consist of.
"""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from oasmith.changes.reduction import Outline, Reduction, outline, reduced, reduction_of
from oasmith.changes.surface import Surface, surface_of
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
"""The size in bytes of two files from which on a second process is started."""


class Side(NamedTuple):
    """One of two descriptions as a document of OpenAPI 3.1, and the surface of its client."""

    document: Document
    surface: Surface


def sides(old: Document, new: Document, target: Target) -> tuple[Side, Side]:
    """Two sound documents of OpenAPI 3.1, or what is left of them; ``target`` has the names of the client."""
    before, after = reduced(old, new)
    return _side(before, target), _side(after, target)


def _side(document: Document, target: Target) -> Side:
    return Side(document, surface_of(document, target))


def sides_of(old: Target, new: Target) -> tuple[Side, Side]:
    """The descriptions of two targets, as their settings change them; ``new`` has the names of the client.

    What is the same in both may be left out. Overlays, names and selections are applied to the old
    description as far as they match it. Raises OasmithError for a description that cannot be read.
    """
    if not all(map(_is_used_whole, (old, new))):
        return sides(document_of(old, is_old=True), document_of(new), new)
    is_large = sum(map(_size, (old, new))) > _LARGE
    return (_in_two_processes(old, new) if is_large and CORES > 1 else None) or _in_this_process(old, new)


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


def _in_this_process(old: Target, new: Target) -> tuple[Side, Side]:
    before, after = _opened(old), _opened(new)
    outlines = outline(before.data), outline(after.data)
    reduction = reduction_of(*outlines)
    documents = _read(before, outlines[0], reduction, old), _read(after, outlines[1], reduction, new)
    if reduction is None:  # they may be of two versions
        return sides(*documents, new)
    return _side(documents[0], new), _side(documents[1], new)


# Two processes


def _in_two_processes(old: Target, new: Target) -> tuple[Side, Side] | None:
    """The same, with another process for the old side; None if one of them fails, for whatever reason."""
    connection, other = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_read_old, args=(other, connection, old, new), daemon=True)
    process.start()
    other.close()
    with connection:
        try:
            root = _opened(new)
            own = outline(root.data)
            theirs = connection.recv()
            connection.send(own)
            after = _side(_read(root, own, reduction_of(theirs, own), new), new)
            return connection.recv(), after
        except (OasmithError, EOFError, OSError):
            return None
        finally:
            process.kill()
            process.join()


def _read_old(connection: Connection, other: Connection, old: Target, new: Target) -> None:
    """Read and send the old side. If nothing comes, the other process finds out why."""
    other.close()
    with suppress(Exception, KeyboardInterrupt), without_collector(), connection:
        root = _opened(old)
        own = outline(root.data)
        connection.send(own)
        connection.send(_side(_read(root, own, reduction_of(own, connection.recv()), old), new))
