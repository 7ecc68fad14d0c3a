"""The targets of a command: those of a pyproject.toml or of a description, with the flags applied."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import oasmith
from oasmith.errors import OasmithError, Problem
from oasmith.settings import Flags, Selection, Target, with_flags


def targets(description: Path | None, flags: Flags) -> Sequence[Target]:
    if description is None:
        targets = oasmith.configured_targets()
        if flags.output is not None and len(targets) > 1:
            raise OasmithError(
                Problem(
                    "-o gives one output folder for several targets",
                    "Pass a description as well, or omit -o.",
                )
            )
        return [with_flags(target, flags) for target in targets]
    if flags.output is None:
        raise OasmithError(Problem("there is a description but no output folder", "Add -o DIR."))
    return [with_flags(Target(description, flags.output), flags)]


def only_description() -> Path:
    targets = oasmith.configured_targets()
    if len(targets) > 1:
        names = ", ".join(target.name for target in targets)
        raise OasmithError(
            Problem(f"pyproject.toml has several targets: {names}", "Pass the description of one target.")
        )
    return targets[0].description


def selection(tags: list[str] | None, paths: list[str] | None, operations: list[str] | None) -> Selection:
    return Selection(tuple(tags or ()), tuple(paths or ()), tuple(operations or ()))
