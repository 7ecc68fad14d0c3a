"""``oasmith check``."""

from __future__ import annotations

from typing import Annotated

import typer

import oasmith
from oasmith.cli.help import RUN
from oasmith.cli.options import AsJson, Choice, Quiet, with_choice
from oasmith.cli.targets import targets
from oasmith.reporting import checked_json, print_checked, print_json, print_problems, reporting

All = Annotated[
    bool, typer.Option("--all", rich_help_panel=RUN, help="Print all differences, not only the first ones.")
]


@with_choice
def check(chosen: Choice, quiet: Quiet = False, as_json: AsJson = False, is_full: All = False) -> None:
    """Check that generated files are up to date.

    Prints the differences and exits with 1 if they are not. Takes the options
    of generate, and writes nothing.
    """
    with reporting(as_json, quiet) as progress:
        checked = oasmith.check(targets(chosen), progress)
    if as_json:
        print_json([checked_json(result) for result in checked])
    else:
        for result in checked:
            if quiet and not result.drift:
                print_problems(result.problems)
            else:
                print_checked(result, is_full=is_full)
    if any(result.drift for result in checked):
        raise typer.Exit(1)
