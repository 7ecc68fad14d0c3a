"""Generates clients while a project is built, for ``oasmith.build`` and ``oasmith.hatch``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import oasmith
from oasmith.publishing.manifest import MANIFEST, read_manifest
from oasmith.settings import Target, read_targets


def generate_in(project: Path) -> list[Path]:
    """Generate the targets of a project's pyproject.toml; returns the paths of the files, with the manifest.

    Nothing is fetched: remote files come from ``oasmith.lock``, and if there is one, local files must have
    its hashes. An unpacked source distribution (one with a ``PKG-INFO``) has the generated files already,
    and not always the description, so nothing is generated there. Raises OasmithError on bad input.
    """
    targets = [replace(target, is_locked=True) for target in read_targets(project / "pyproject.toml")]
    if not (project / "PKG-INFO").is_file():
        for result in oasmith.generate(targets):
            for problem in result.problems:
                print(problem, file=sys.stderr)
    return [path for target in targets for path in _files(target)]


def _files(target: Target) -> list[Path]:
    return [target.output / path for path in (MANIFEST, *read_manifest(target.output).files)]
