"""The targets of a command: those of a pyproject.toml or of a description, with the flags applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import oasmith
from oasmith.cli.options import Choice
from oasmith.errors import OasmithError, Problem
from oasmith.settings import Target, target_of, with_flags
from oasmith.suggestions import suggestion


def targets(chosen: Choice) -> Sequence[Target]:
    """The targets that the arguments of a command choose. Raises OasmithError."""
    flags = chosen.flags
    if chosen.description is None:
        found = _named(oasmith.configured_targets(), chosen.names)
        if flags.output is not None and len(found) > 1:
            raise OasmithError(
                Problem(
                    "-o gives one output folder for several targets",
                    "Pass a description or --target NAME as well, or omit -o.",
                )
            )
        return [with_flags(target, flags) for target in found]
    if chosen.names:
        raise OasmithError(Problem("--target names a target of pyproject.toml", "Omit the description."))
    if flags.output is None:
        raise OasmithError(Problem("there is a description but no output folder", "Add -o DIR."))
    return [with_flags(target_of(chosen.description, flags.output), flags)]


def _named(found: Sequence[Target], names: Sequence[str]) -> Sequence[Target]:
    known = [target.name for target in found]
    for name in names:
        if name not in known:
            otherwise = f"Its targets are {', '.join(known)}." if any(known) else "It has one without a name."
            remedy = suggestion(name, known, otherwise)
            raise OasmithError(Problem(f"pyproject.toml has no target {name!r}", remedy))
    return [target for target in found if not names or target.name in names]


def only_target(chosen: Choice) -> Target:
    """The only target that the arguments choose; a description needs no output folder.

    Raises OasmithError if there are several.
    """
    if chosen.description is not None and chosen.flags.output is None:
        chosen = replace(chosen, flags=replace(chosen.flags, output=Path()))
    found = targets(chosen)
    if len(found) > 1:
        names = ", ".join(target.name for target in found)
        raise OasmithError(
            Problem(f"pyproject.toml has several targets: {names}", "Choose one with --target NAME.")
        )
    return found[0]
