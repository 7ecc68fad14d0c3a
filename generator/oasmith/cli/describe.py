"""``oasmith describe``."""

from __future__ import annotations

from pathlib import Path

import oasmith
from oasmith.cli.options import AsJson, Choice, with_choice
from oasmith.cli.targets import targets
from oasmith.errors import OasmithError, Problem
from oasmith.reporting import print_json, reporting
from oasmith.settings import Target, described, with_flags
from oasmith.structure import Document


@with_choice
def describe(chosen: Choice, as_json: AsJson = False) -> None:
    """Print a description as it is used.

    That is one document, with overlays applied and harmless mistakes
    repaired, and only with what is included.
    """
    with reporting(as_json):
        document = oasmith.describe(_target(chosen))
    if as_json:
        print_json(document)
    else:
        print(_yaml(document), end="")


def _target(chosen: Choice) -> Target:
    """The only target that the arguments choose; a description needs no output folder."""
    if chosen.description is not None:
        return with_flags(Target(described(chosen.description), Path()), chosen.flags)
    found = targets(chosen)
    if len(found) > 1:
        names = ", ".join(target.name for target in found)
        raise OasmithError(
            Problem(f"pyproject.toml has several targets: {names}", "Choose one with --target NAME.")
        )
    return found[0]


def _yaml(document: Document) -> str:
    import yaml

    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
    return text
