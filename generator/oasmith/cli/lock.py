"""``oasmith lock``."""

from __future__ import annotations

from pathlib import Path

import oasmith
from oasmith.cli.options import AllowLocal, AllowRemote, Description, Quiet, Root
from oasmith.errors import OasmithError, Problem
from oasmith.reporting import reporting
from oasmith.settings import LOCK, STANDARD_INPUT, Flags, find_pyproject, target_of, with_flags


def lock(
    description: Description = None,
    root: Root = None,
    allow_local: AllowLocal = None,
    allow_remote: AllowRemote = None,
    quiet: Quiet = False,
) -> None:
    """Write oasmith.lock, so that builds need no network.

    It has the hashes of the files of the description, and copies of the remote
    ones. generate and check read these copies; builds also compare the hashes.
    Run it again to fetch the files anew. Without DESCRIPTION, it locks the
    targets in pyproject.toml.
    """
    flags = Flags(root=root, allow_local=tuple(allow_local or ()), allow_remote=tuple(allow_remote or ()))
    with reporting(False, quiet) as progress:
        if description == STANDARD_INPUT:
            raise OasmithError(Problem("standard input cannot be locked", "Pass the path of a file."))
        folder = Path() if description else (find_pyproject(Path.cwd()) or Path()).parent
        found = [target_of(description, Path())] if description else oasmith.configured_targets()
        progress("reading", 0.0)
        pins = oasmith.lock([with_flags(target, flags) for target in found], folder)
    if not quiet:
        print(f"{folder / LOCK}: {len(pins.local)} local and {len(pins.remote)} remote files")
