"""``oasmith new``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from oasmith.cli.options import (
    AllowLocal,
    AllowRemote,
    ClientName,
    Lenient,
    NewDescription,
    Package,
    Quiet,
)
from oasmith.reporting import print_problems, print_published, reporting
from oasmith.settings import Flags, target_of, with_flags


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the project.")],
    description: NewDescription,
    package: Package = None,
    client_name: ClientName = None,
    allow_local: AllowLocal = None,
    allow_remote: AllowRemote = None,
    lenient: Lenient = False,
    quiet: Quiet = False,
) -> None:
    """Start a project: a client that can be installed.

    It has a pyproject.toml, a README, a copy of the description, the client,
    and tests of it against a mock server. After a change of the description,
    run oasmith generate in its folder.
    """
    flags = Flags(
        package=package,
        client_name=client_name,
        allow_local=tuple(allow_local or ()),
        allow_remote=tuple(allow_remote or ()),
        lenient=lenient,
    )
    with reporting(False, quiet) as progress:
        from oasmith.starting import start_project  # slow to import

        published = start_project(with_flags(target_of(description, folder), flags), progress)
    if quiet:
        print_problems(published.problems)
    else:
        print_published(
            published,
            f"pip install {shlex.quote(f'./{folder}' if not folder.is_absolute() else str(folder))}",
        )
