"""The command line: arguments in, one call of the Python API, its result out."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import oasmith
from oasmith.errors import OasmithError, Problem
from oasmith.reporting import (
    checked_json,
    print_checked,
    print_json,
    print_published,
    print_timings,
    published_json,
    reporting,
)
from oasmith.settings import Flags, Selection, Target, with_flags

if TYPE_CHECKING:
    from oasmith.mock import MockServer

app = typer.Typer(
    help="Python clients from OpenAPI descriptions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

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


def main() -> None:
    """Run the command line; exits 0 on success, 1 on drift, 2 on bad input."""
    app()


@app.command()
def generate(
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
    timings: Timings = False,
    as_json: AsJson = False,
) -> None:
    """Generate the client, request examples and the reference."""
    flags = Flags(
        output, package, _selection(include_tag, include_path, include_operation),
        _selection(exclude_tag, exclude_path, exclude_operation), tuple(allow_remote or ()), lenient, strict,
        root, tuple(allow_local or ()), no_cache,
    )  # fmt: skip
    with reporting(as_json) as progress:
        published = oasmith.generate(_targets(description, flags), progress)
    if as_json:
        print_json([published_json(result) for result in published])
        return
    for result in published:
        print_published(result)
    if timings:
        print_timings(published)


@app.command()
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
        output, package, _selection(include_tag, include_path, include_operation),
        _selection(exclude_tag, exclude_path, exclude_operation), tuple(allow_remote or ()), lenient, strict,
        root, tuple(allow_local or ()), no_cache,
    )  # fmt: skip
    with reporting(as_json) as progress:
        checked = oasmith.check(_targets(description, flags), progress)
    if as_json:
        print_json([checked_json(result) for result in checked])
    else:
        for result in checked:
            print_checked(result)
    if any(result.drift for result in checked):
        raise typer.Exit(1)


@app.command()
def mock(
    description: Description = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 for any free port.")] = 0,
    seed: Annotated[int, typer.Option(help="The seed of the random values.")] = 0,
    stateful: Annotated[bool, typer.Option("--stateful", help="Store what clients create.")] = False,
    latency: Annotated[float, typer.Option(min=0, help="Milliseconds before each response.")] = 0.0,
    error_rate: Annotated[float, typer.Option(min=0, max=1, help="Share of requests that fail.")] = 0.0,
    drop_rate: Annotated[float, typer.Option(min=0, max=1, help="Share of responses that are lost.")] = 0.0,
    slow: Annotated[float | None, typer.Option(min=1, help="Bytes per second of a response body.")] = None,
    max_body: Annotated[int, typer.Option(min=0, help="Maximum bytes of a request body.")] = 10_000_000,
    record: Annotated[Path | None, typer.Option(help="Append each exchange to a file, as JSON.")] = None,
    secret: Annotated[list[str] | None, typer.Option(help="Verify signatures with the keys AK=SK.")] = None,
) -> None:
    """Run a mock server that validates requests and returns examples or values made from the schemas."""
    with ExitStack() as running:
        with reporting(False) as progress:
            progress("reading", 0.0)
            api = oasmith.read_api(description or _only_description())
            server = _mock_server_class()(
                api, host=host, port=port, seed=seed, stateful=stateful, latency=latency,
                error_rate=error_rate, drop_rate=drop_rate, slow=slow, max_body=max_body, record=record,
                secrets=_secrets(secret or []),
            )  # fmt: skip
            running.enter_context(server)
        logging.basicConfig(stream=sys.stderr, format="%(message)s")
        logging.getLogger("oasmith.mock").setLevel(logging.INFO)
        with suppress(KeyboardInterrupt):
            # Also for SIGINT, which a shell's background jobs are started without.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.default_int_handler)
            print(f"{ascii(api.title)[1:-1]} at {server.url} (press Ctrl-C to stop)", flush=True)
            threading.Event().wait()


def _secrets(pairs: list[str]) -> dict[str, str]:
    """Secret keys by access key. Raises OasmithError for anything else, without showing it."""
    found = {ak: sk for ak, _, sk in (pair.partition("=") for pair in pairs) if ak and sk}
    if len(found) < len(pairs):
        raise OasmithError(Problem("--secret must be a pair of keys", "Write --secret AK=SK, each AK once."))
    return found


def _mock_server_class() -> type[MockServer]:
    try:
        from oasmith.mock import MockServer
    except ModuleNotFoundError as error:
        raise OasmithError(
            Problem(f"the mock server needs {error.name}", "Install it with: pip install 'oasmith[mock]'.")
        ) from None
    return MockServer


def _only_description() -> Path:
    targets = oasmith.configured_targets()
    if len(targets) > 1:
        names = ", ".join(target.name for target in targets)
        raise OasmithError(
            Problem(f"pyproject.toml has several targets: {names}", "Pass the description of one target.")
        )
    return targets[0].description


def _selection(tags: list[str] | None, paths: list[str] | None, operations: list[str] | None) -> Selection:
    return Selection(tuple(tags or ()), tuple(paths or ()), tuple(operations or ()))


def _targets(description: Path | None, flags: Flags) -> Sequence[Target]:
    if description is None:
        targets = oasmith.configured_targets()
        if flags.output is not None and len(targets) > 1:
            raise OasmithError(
                Problem(
                    "-o gives one output folder for several targets",
                    "Pass a description as well, or omit -o.",
                )
            )
        return [with_flags(target, flags) for target in targets]
    if flags.output is None:
        raise OasmithError(Problem("there is a description but no output folder", "Add -o DIR."))
    return [with_flags(Target(description, flags.output), flags)]
