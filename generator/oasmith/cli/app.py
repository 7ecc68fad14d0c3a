"""The commands as one application."""

from __future__ import annotations

from typing import Annotated

import typer

from oasmith.cli.changelog import changelog
from oasmith.cli.check import check
from oasmith.cli.describe import describe
from oasmith.cli.diff import diff
from oasmith.cli.generate import generate
from oasmith.cli.help import Commands, GroupedCommand
from oasmith.cli.lock import lock
from oasmith.cli.mock import mock
from oasmith.cli.new import new
from oasmith.cli.watch import watch
from oasmith.version import __version__

_NAMES = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_NAMES,
)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        print(f"oasmith {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Generate Python clients from OpenAPI descriptions.

    Start with: oasmith generate openapi.yaml -o src

    Settings are in [tool.oasmith] of pyproject.toml. Exit codes: 0 if all went well, 1 if check found
    differences, 2 for an invalid description, setting or argument.
    """


for command in (new, generate, check, diff, changelog, describe, watch, lock, mock):
    app.command(cls=GroupedCommand, context_settings=_NAMES)(command)
