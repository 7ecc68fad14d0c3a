"""The arguments and options that several commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Concatenate, ParamSpec

import typer

from oasmith.cli.help import RUN
from oasmith.settings import SHIPPED, Flags, Selection

P = ParamSpec("P")

_WHAT = "What to generate"
_OPERATIONS = "Which operations (each option may be repeated)"
_READING = "How to read the description"
_what = partial(typer.Option, rich_help_panel=_WHAT, show_default=False)
_operations = partial(typer.Option, rich_help_panel=_OPERATIONS, show_default=False)
_reading = partial(typer.Option, rich_help_panel=_READING, show_default=False)
_run = partial(typer.Option, rich_help_panel=RUN, show_default=False)


def _products(incomplete: str) -> list[str]:
    return [name for name in SHIPPED if name.startswith(incomplete)]


def _target_names(incomplete: str) -> list[str]:
    from oasmith import OasmithError, configured_targets

    try:
        return [target.name for target in configured_targets() if target.name.startswith(incomplete)]
    except OasmithError:
        return []


Description = Annotated[
    str | None,
    typer.Argument(
        metavar="DESCRIPTION",
        help="A file, a URL, or - for standard input.",
        show_default=False,
    ),
]
WatchedDescription = Annotated[
    str | None, typer.Argument(metavar="DESCRIPTION", help="A file or a URL.", show_default=False)
]
NewDescription = Annotated[
    str,
    typer.Argument(metavar="DESCRIPTION", help="A file, a URL, or - for standard input.", show_default=False),
]
Output = Annotated[Path | None, _what("--output", "-o", metavar="DIR", help="The folder to write to.")]
TargetName = Annotated[
    list[str] | None,
    _what(
        "--target", metavar="NAME", help="Only this target of pyproject.toml.", autocompletion=_target_names
    ),
]
Package = Annotated[str | None, _what("--package", metavar="NAME", help="The name of the client's package.")]
ClientName = Annotated[
    str | None, _what("--client-name", metavar="NAME", help="The name of the client's class.")
]
Products = Annotated[
    list[str] | None,
    _what(
        "--product", metavar="NAME", autocompletion=_products,
        help="client, examples, docs, vendor_sdk, tests, distribution",
    ),
]  # fmt: skip
Templates = Annotated[
    Path | None, _what("--templates", metavar="DIR", help="A folder with templates of your own.")
]
Overlays = Annotated[
    list[Path] | None, _reading("--overlay", metavar="FILE", help="Apply this overlay; repeatable.")
]
IncludeTags = Annotated[
    list[str] | None, _operations("--include-tag", metavar="TAG", help="Only operations with this tag.")
]
IncludePaths = Annotated[
    list[str] | None,
    _operations(
        "--include-path", metavar="PATTERN", help="Only this path; * is one segment, ** is any number."
    ),
]
IncludeOperations = Annotated[
    list[str] | None, _operations("--include-operation", metavar="ID", help="Only this operationId.")
]
ExcludeTags = Annotated[
    list[str] | None, _operations("--exclude-tag", metavar="TAG", help="No operations with this tag.")
]
ExcludePaths = Annotated[
    list[str] | None, _operations("--exclude-path", metavar="PATTERN", help="Not this path.")
]
ExcludeOperations = Annotated[
    list[str] | None, _operations("--exclude-operation", metavar="ID", help="Not this operationId.")
]
Lenient = Annotated[bool, _reading("--lenient", help="Skip broken parts and report them.")]
Strict = Annotated[bool, _reading("--strict", help="Fail if anything has to be reported.")]
Root = Annotated[
    Path | None, _reading("--root", metavar="DIR", help="Read referenced files only below this folder.")
]
AllowLocal = Annotated[
    list[Path] | None, _reading("--allow-local", metavar="PATH", help="Also read this file or folder.")
]
AllowRemote = Annotated[
    list[str] | None, _reading("--allow-remote", metavar="HOST", help="Also read files from this host.")
]
NoCache = Annotated[bool, _run("--no-cache", help="Use no results of earlier runs.")]
Quiet = Annotated[bool, _run("--quiet", "-q", help="Print problems only.")]
AsJson = Annotated[bool, _run("--json", help="Print JSON instead of text.")]
Timings = Annotated[bool, _run("--timings", help="Print the time of each stage and the memory.")]


@dataclass(frozen=True, slots=True)
class Choice:
    """The targets that the arguments of a command choose, as they were given; see ``targets``."""

    description: str | None
    names: tuple[str, ...]
    flags: Flags


def choice(
    description: Description = None,
    output: Output = None,
    target: TargetName = None,
    package: Package = None,
    client_name: ClientName = None,
    product: Products = None,
    templates: Templates = None,
    include_tag: IncludeTags = None,
    include_path: IncludePaths = None,
    include_operation: IncludeOperations = None,
    exclude_tag: ExcludeTags = None,
    exclude_path: ExcludePaths = None,
    exclude_operation: ExcludeOperations = None,
    overlay: Overlays = None,
    root: Root = None,
    allow_local: AllowLocal = None,
    allow_remote: AllowRemote = None,
    lenient: Lenient = False,
    strict: Strict = False,
    no_cache: NoCache = False,
) -> Choice:
    """The options that choose targets, as the parameters of a command have them."""
    flags = Flags(
        output=output,
        package=package,
        client_name=client_name,
        products=tuple(product or ()),
        templates=templates,
        overlays=tuple(overlay or ()),
        include=_selection(include_tag, include_path, include_operation),
        exclude=_selection(exclude_tag, exclude_path, exclude_operation),
        root=root,
        allow_local=tuple(allow_local or ()),
        allow_remote=tuple(allow_remote or ()),
        lenient=lenient,
        strict=strict,
        no_cache=no_cache,
    )
    return Choice(description, tuple(target or ()), flags)


def with_choice(
    command: Callable[Concatenate[Choice, P], None], *, without: Container[str] = (), **changed: Any
) -> Callable[..., None]:
    """A command that has the options of ``choice`` before its own, and gets their values as a ``Choice``.

    It has none of those ``without``; ``changed`` has the types of those that are its own.
    """
    shared = {
        name: parameter.replace(annotation=changed.get(name, parameter.annotation))
        for name, parameter in inspect.signature(choice, eval_str=True).parameters.items()
        if name not in without
    }
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]

    def run(**values: Any) -> None:
        chosen = choice(**{name: values.pop(name) for name in shared})
        command(chosen, **values)  # type: ignore[call-arg]  # the values are those of ``own``

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__signature__ = inspect.Signature([*shared.values(), *own])  # type: ignore[attr-defined]  # for typer
    return run


def _selection(tags: list[str] | None, paths: list[str] | None, operations: list[str] | None) -> Selection:
    return Selection(tuple(tags or ()), tuple(paths or ()), tuple(operations or ()))
