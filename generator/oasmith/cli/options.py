"""The arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Description = Annotated[
    Path | None, typer.Argument(help="The OpenAPI description. Default: the targets in pyproject.toml.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The output folder.")]
Package = Annotated[str | None, typer.Option(help="The name of the client's package.")]
IncludeTags = Annotated[
    list[str] | None, typer.Option("--include-tag", help="Only operations with this tag.")
]
IncludePaths = Annotated[
    list[str] | None,
    typer.Option(
        "--include-path", help="Only operations with this path; * matches one segment, ** any number."
    ),
]
IncludeOperations = Annotated[
    list[str] | None, typer.Option("--include-operation", help="Only the operation with this id.")
]
ExcludeTags = Annotated[list[str] | None, typer.Option("--exclude-tag", help="No operations with this tag.")]
ExcludePaths = Annotated[
    list[str] | None, typer.Option("--exclude-path", help="No operations with this path.")
]
ExcludeOperations = Annotated[
    list[str] | None, typer.Option("--exclude-operation", help="Not the operation with this id.")
]
AllowRemote = Annotated[
    list[str] | None, typer.Option("--allow-remote", help="A host from which references may load files.")
]
Root = Annotated[
    Path | None,
    typer.Option(help="Local references load files only from this folder. Default: that of the description."),
]
AllowLocal = Annotated[
    list[Path] | None,
    typer.Option("--allow-local", help="Let references also load this file or folder."),
]
Lenient = Annotated[
    bool, typer.Option("--lenient", help="Skip broken parts of the description and report them.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail if anything had to be repaired or skipped.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Use no results of earlier runs.")]
Timings = Annotated[
    bool, typer.Option("--timings", help="Print the time of each stage, the CPU time and the memory.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
