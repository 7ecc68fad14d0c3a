"""The commands as one application."""

from __future__ import annotations

import typer

from oasmith.cli.check import check
from oasmith.cli.generate import generate
from oasmith.cli.mock import mock

app = typer.Typer(
    help="Python clients from OpenAPI descriptions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (generate, check, mock):
    app.command()(command)
