"""``oasmith check``."""

from __future__ import annotations

import typer

import oasmith
from oasmith.cli.options import (
    AllowLocal,
    AllowRemote,
    AsJson,
    Description,
    ExcludeOperations,
    ExcludePaths,
    ExcludeTags,
    IncludeOperations,
    IncludePaths,
    IncludeTags,
    Lenient,
    NoCache,
    Output,
    Package,
    Root,
    Strict,
)
from oasmith.cli.targets import selection, targets
from oasmith.reporting import checked_json, print_checked, print_json, reporting
from oasmith.settings import Flags


def check(
    description: Description = None,
    output: Output = None,
    package: Package = None,
    include_tag: IncludeTags = None,
    include_path: IncludePaths = None,
    include_operation: IncludeOperations = None,
    exclude_tag: ExcludeTags = None,
    exclude_path: ExcludePaths = None,
    exclude_operation: ExcludeOperations = None,
    root: Root = None,
    allow_local: AllowLocal = None,
    allow_remote: AllowRemote = None,
    lenient: Lenient = False,
    strict: Strict = False,
    no_cache: NoCache = False,
    as_json: AsJson = False,
) -> None:
    """Check that the generated files are up to date; otherwise print the differences and exit with 1."""
    flags = Flags(
        output, package, selection(include_tag, include_path, include_operation),
        selection(exclude_tag, exclude_path, exclude_operation), tuple(allow_remote or ()), lenient, strict,
        root, tuple(allow_local or ()), no_cache,
    )  # fmt: skip
    with reporting(as_json) as progress:
        checked = oasmith.check(targets(description, flags), progress)
    if as_json:
        print_json([checked_json(result) for result in checked])
    else:
        for result in checked:
            print_checked(result)
    if any(result.drift for result in checked):
        raise typer.Exit(1)
