"""``oasmith diff``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import oasmith
from oasmith.cli.help import RUN
from oasmith.cli.options import AsJson, Choice, TargetName
from oasmith.cli.targets import targets
from oasmith.errors import OasmithError, Problem
from oasmith.reporting import print_json, reporting
from oasmith.settings import Flags, Target, described

if TYPE_CHECKING:
    from oasmith.changes.model import Report


class FailOn(StrEnum):
    """The verdicts with which the command exits with 1."""

    breaking = "breaking"
    review = "review"
    any = "any"


_compared = partial(typer.Option, rich_help_panel="What to compare", show_default=False)
_printed = partial(typer.Option, rich_help_panel=RUN, show_default=False)

Old = Annotated[
    str | None,
    typer.Argument(metavar="OLD", help="The old description: a file or a URL.", show_default=False),
]
New = Annotated[str | None, typer.Argument(metavar="NEW", help="The new description.", show_default=False)]
Against = Annotated[
    str | None, _compared("--against", metavar="REVISION", help="Take the old one from git: HEAD~3.")
]
Output = Annotated[
    Path | None, _compared("--output", "-o", metavar="DIR", help="The folder with the client of the old one.")
]
Last = Annotated[bool, _compared("--last", help="Compare the last two generations.")]
Uses = Annotated[
    list[Path] | None,
    _compared("--uses", metavar="PATH", help="List the lines of this code that break; repeatable."),
]
AsMarkdown = Annotated[bool, _printed("--markdown", help="Print Markdown for a pull request.")]
FailIf = Annotated[FailOn | None, _printed("--fail-on", help="Exit with 1 for such changes, or worse ones.")]
Docs = Annotated[bool, _printed("--docs", help="List changes of texts too, unless the old one is stored.")]
All = Annotated[bool, _printed("--all", help="List all changes instead of the first ones.")]


def diff(
    old: Old = None,
    new: New = None,
    against: Against = None,
    output: Output = None,
    target: TargetName = None,
    last: Last = False,
    uses: Uses = None,
    docs: Docs = False,
    is_full: All = False,
    as_json: AsJson = False,
    as_markdown: AsMarkdown = False,
    fail_on: FailIf = None,
) -> None:
    """Report what changed in a description, and whom it breaks.

    Compares OLD with NEW. Without them, compares the description that the
    client was generated from with that of today. With one description,
    compares it with that of --against, or of the client in -o.
    """
    with reporting(as_json):
        if as_json and as_markdown:
            raise OasmithError(Problem("--json and --markdown exclude each other", "Pass one of them."))
        found = reports(Comparison(old, new, against, output, tuple(target or ()), last), docs, uses or ())
    print_reports(found, as_json, as_markdown, is_full)
    if fail_on is not None and any(_fails(report, fail_on) for _, report in found):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the arguments of a command compare, as they were given."""

    old: str | None
    new: str | None
    against: str | None
    output: Path | None
    names: tuple[str, ...]
    last: bool


def reports(chosen: Comparison, docs: bool, uses: Sequence[Path]) -> list[tuple[Target, Report]]:
    """The reports of a comparison, one for each target. Raises OasmithError."""
    with ExitStack() as copies:
        return [
            (own, oasmith.diff(before, own, docs=docs, uses=tuple(uses), last=chosen.last))
            for before, own in _pairs(chosen, copies)
        ]


def _pairs(chosen: Comparison, copies: ExitStack) -> Iterator[tuple[Target | Path | str | None, Target]]:
    """What is compared with each target: another description, or None for the stored one."""
    old = chosen.old if chosen.new is not None else None
    for own in _new(chosen, chosen.new if chosen.new is not None else chosen.old):
        if old is not None:
            yield described(old), own
        elif chosen.against is not None:
            from oasmith.changes.revisions import at_revision

            yield copies.enter_context(at_revision(own, chosen.against)), own
        else:
            yield None, own


def _new(chosen: Comparison, description: str | None) -> Sequence[Target]:
    """The targets of the new descriptions. Raises OasmithError for arguments that do not fit together."""
    ways = [chosen.new is not None, chosen.against is not None, chosen.last]
    if sum(ways) > 1:
        raise OasmithError(
            Problem("there are two old descriptions", "Pass OLD and NEW, or --against, or --last.")
        )
    if description is None and chosen.output is not None:
        if not chosen.last:
            raise OasmithError(Problem("-o needs a description", "Pass it, or --last."))
        return [Target(Path(), chosen.output)]
    if description is None:
        return targets(Choice(None, chosen.names, Flags()))
    if not any(ways) and chosen.output is None:
        raise OasmithError(
            Problem(
                "there is only one description",
                "Pass OLD and NEW, or --against REVISION, or -o with the folder of its client.",
            )
        )
    return [Target(described(description), chosen.output or Path())]


def print_reports(
    found: list[tuple[Target, Report]], as_json: bool, as_markdown: bool, is_full: bool
) -> None:
    """Print the report of each target; one report in JSON is an object, several are a list."""
    from oasmith.changes.report import markdown, print_report

    if as_json:
        listed = [{"target": target.name, **report.to_json()} for target, report in found]
        print_json(found[0][1].to_json() if len(found) == 1 else listed)
        return
    for target, report in found:
        title = target.name if len(found) > 1 else ""
        if as_markdown:
            print(markdown(report, title), end="")
        else:
            print_report(report, title, is_full=is_full)


def _fails(report: Report, fail_on: FailOn) -> bool:
    verdicts = {"breaking": ("breaking",), "review": ("breaking", "review")}.get(fail_on.value)
    return bool(
        report.changes if verdicts is None else [it for it in report.changes if it.verdict in verdicts]
    )
