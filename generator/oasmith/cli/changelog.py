"""``oasmith changelog``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from oasmith.cli.diff import Against, Comparison, Last, New, Old, Output, Uses, reports
from oasmith.cli.help import RUN
from oasmith.cli.options import TargetName
from oasmith.errors import OasmithError, Problem
from oasmith.reporting import reporting

_written = partial(typer.Option, rich_help_panel=RUN)

File = Annotated[Path, _written("--file", metavar="FILE", help="The changelog.")]
Heading = Annotated[str, _written("--heading", metavar="TEXT", help="The heading to write below.")]


def changelog(
    old: Old = None,
    new: New = None,
    against: Against = None,
    output: Output = None,
    target: TargetName = None,
    last: Last = False,
    uses: Uses = None,
    file: File = Path("CHANGELOG.md"),
    heading: Heading = "Unreleased",
) -> None:
    """Write what changed in a description into a changelog.

    Compares the same descriptions as diff. A report that was written below
    the heading before is replaced.
    """
    with reporting(False):
        from oasmith.changes.report import markdown, with_report

        found = reports(Comparison(old, new, against, output, tuple(target or ()), last), False, uses or ())
        text = "\n".join(
            markdown(report, own.name if len(found) > 1 else "", level=3) for own, report in found
        )
        try:
            before = file.read_bytes().decode("utf-8") if file.exists() else ""
            file.write_bytes(with_report(before, heading, text).encode("utf-8"))
            print(f"{file}: {sum(len(report.changes) for _, report in found):,} changes below {heading!r}")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise OasmithError(
                Problem(f"cannot be written ({reason})", "Check the file.", str(file))
            ) from None
