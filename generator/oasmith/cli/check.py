"""``oasmith check``."""

from __future__ import annotations

import typer

import oasmith
from oasmith.cli.options import AsJson, Choice, Quiet, with_choice
from oasmith.cli.targets import targets
from oasmith.reporting import checked_json, print_checked, print_json, print_problems, reporting


@with_choice
def check(chosen: Choice, quiet: Quiet = False, as_json: AsJson = False) -> None:
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
            print_problems(result.problems) if quiet and not result.drift else print_checked(result)
    if any(result.drift for result in checked):
        raise typer.Exit(1)
