"""Writes ``oasmith.lock``; see ``reading/references/pins.py``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from oasmith.errors import OasmithError, Problem
from oasmith.reading import read
from oasmith.reading.effective import older
from oasmith.reading.references.access import access_of
from oasmith.reading.references.pins import Pins, from_folder
from oasmith.settings import LOCK, Target


def write_lock(targets: Iterable[Target], folder: Path) -> Pins:
    """Read the descriptions of targets and write the lock of a folder. Raises OasmithError."""
    local: dict[str, str] = {}
    remote: dict[str, bytes] = {}
    for target in targets:
        access = replace(access_of(replace(target, lock=None)), opened=remote.__setitem__)
        readings = [read(target.description, access, lenient=target.lenient, overlays=target.overlays)]
        if before := older(target):
            readings.append(read(before.description, access, lenient=target.lenient))
        for reading in readings:
            digests = reading.source.digests
            local |= {from_folder(path, folder): it for path, it in digests.items() if "://" not in path}
    pins = Pins(local, remote)
    try:
        (folder / LOCK).write_bytes(pins.to_bytes())
    except OSError as error:
        message = f"cannot be written ({error.strerror})"
        raise OasmithError(Problem(message, "Check the permissions.", str(folder / LOCK))) from None
    return pins
