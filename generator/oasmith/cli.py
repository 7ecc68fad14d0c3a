"""The command line: arguments in, one call of the Python API, its answer out."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

import oasmith
from oasmith.errors import OasmithError, Problem
from oasmith.settings import Flags, Selection, Target, with_flags

if TYPE_CHECKING:
    from oasmith.mock import MockServer
    from oasmith.pipeline import Checked, Published

app = typer.Typer(
    help="Python clients from OpenAPI descriptions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Description = Annotated[
    Path | None, typer.Argument(help="An OpenAPI description; without it, the targets of pyproject.toml.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The folder to write to.")]
Package = Annotated[str | None, typer.Option(help="The name of the client's package.")]
IncludeTags = Annotated[list[str] | None, typer.Option("--include-tag", help="Only operations of this tag.")]
IncludePaths = Annotated[
    list[str] | None, typer.Option("--include-path", help="Only operations below it; * and ** are wild.")
]
IncludeOperations = Annotated[
    list[str] | None, typer.Option("--include-operation", help="Only the operation of this id.")
]
ExcludeTags = Annotated[list[str] | None, typer.Option("--exclude-tag", help="No operations of this tag.")]
ExcludePaths = Annotated[list[str] | None, typer.Option("--exclude-path", help="No operations below it.")]
ExcludeOperations = Annotated[
    list[str] | None, typer.Option("--exclude-operation", help="Not the operation of this id.")
]
AllowRemote = Annotated[
    list[str] | None, typer.Option("--allow-remote", help="A host that references may lead to.")
]
Root = Annotated[
    Path | None,
    typer.Option(help="The folder that local references may not leave; the description's if absent."),
]
AllowLocal = Annotated[
    list[Path] | None,
    typer.Option("--allow-local", help="A file or folder outside it that they may lead to."),
]
Lenient = Annotated[bool, typer.Option("--lenient", help="Leave out what is broken, and go on.")]
Strict = Annotated[bool, typer.Option("--strict", help="Fail if anything had to be repaired or left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]

_BAD_INPUT = 2
_OWN_FAILURE = 70


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
    as_json: AsJson = False,
) -> None:
    """Generate the client, its examples and its reference."""
    flags = Flags(
        output, package, _selection(include_tag, include_path, include_operation),
        _selection(exclude_tag, exclude_path, exclude_operation), tuple(allow_remote or ()), lenient, strict,
        root, tuple(allow_local or ()),
    )  # fmt: skip
    with _reporting(as_json) as progress:
        published = oasmith.generate(_targets(description, flags), progress)
    if as_json:
        _print_json([_published_json(result) for result in published])
        return
    for result in published:
        _print_published(result)
    memory = _peak_memory()
    if memory:
        told = ", ".join(f"{of} {mebibytes} MiB" for of, mebibytes in memory.items())
        Console(emoji=False).print(f"peak memory: {told}", highlight=False)


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
    as_json: AsJson = False,
) -> None:
    """Tell whether the published tree is what would be generated; exit 1 and show a diff if not."""
    flags = Flags(
        output, package, _selection(include_tag, include_path, include_operation),
        _selection(exclude_tag, exclude_path, exclude_operation), tuple(allow_remote or ()), lenient, strict,
        root, tuple(allow_local or ()),
    )  # fmt: skip
    with _reporting(as_json) as progress:
        checked = oasmith.check(_targets(description, flags), progress)
    if as_json:
        _print_json([_checked_json(result) for result in checked])
    else:
        for result in checked:
            _print_checked(result)
    if any(result.drift for result in checked):
        raise typer.Exit(1)


@app.command()
def mock(
    description: Description = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 is any free one.")] = 0,
    seed: Annotated[int, typer.Option(help="Another seed gives other values.")] = 0,
    stateful: Annotated[bool, typer.Option("--stateful", help="Keep what is created.")] = False,
    latency: Annotated[float, typer.Option(min=0, help="Milliseconds before each answer.")] = 0.0,
    error_rate: Annotated[float, typer.Option(min=0, max=1, help="Share of requests that fail.")] = 0.0,
    drop_rate: Annotated[float, typer.Option(min=0, max=1, help="Share of answers that are lost.")] = 0.0,
    slow: Annotated[float | None, typer.Option(min=1, help="Bytes per second of a body.")] = None,
    max_body: Annotated[int, typer.Option(min=0, help="Bytes that a request's body may have.")] = 10_000_000,
    record: Annotated[Path | None, typer.Option(help="A file to add each exchange to, as JSON.")] = None,
    secret: Annotated[list[str] | None, typer.Option(help="AK=SK; signatures are verified.")] = None,
) -> None:
    """Serve the API: requests are held to the description, answers are its examples or made from it."""
    with ExitStack() as running:
        with _reporting(False) as progress:
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
            print(f"{ascii(api.title)[1:-1]} at {server.url}, until Ctrl-C", flush=True)
            threading.Event().wait()


def _secrets(pairs: list[str]) -> dict[str, str]:
    """Secret keys by access key. Raises OasmithError for what is no pair, without showing it."""
    found = {ak: sk for ak, _, sk in (pair.partition("=") for pair in pairs) if ak and sk}
    if len(found) < len(pairs):
        raise OasmithError(Problem("--secret is no pair of keys", "Write --secret AK=SK, each AK once."))
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
        raise OasmithError(Problem(f"pyproject.toml has several targets: {names}", "Name a description."))
    return targets[0].description


def _selection(tags: list[str] | None, paths: list[str] | None, operations: list[str] | None) -> Selection:
    return Selection(tuple(tags or ()), tuple(paths or ()), tuple(operations or ()))


def _targets(description: Path | None, flags: Flags) -> Sequence[Target]:
    if description is None:
        targets = oasmith.configured_targets()
        if flags.output is not None and len(targets) > 1:
            raise OasmithError(
                Problem(
                    "-o names one folder for several targets",
                    "Name a description beside it, or leave -o out.",
                )
            )
        return [with_flags(target, flags) for target in targets]
    if flags.output is None:
        raise OasmithError(Problem("a description was named, but no folder to write to", "Add -o DIR."))
    return [with_flags(Target(description, flags.output), flags)]


@contextmanager
def _reporting(as_json: bool) -> Iterator[Callable[[str, float], None]]:
    """Stages on standard error while a run goes on; problems instead of a traceback when it cannot."""
    console = Console(stderr=True, emoji=False)
    try:
        if as_json:
            yield lambda stage, done: None
        elif not console.is_terminal:
            yield _Log()
        else:
            with console.status("starting") as status:
                yield lambda stage, done: status.update(escape(f"{stage} {done:.0%}" if done else stage))
    except OasmithError as error:
        if as_json:
            _print_json({"problems": [problem.to_json() for problem in error.problems]})
        else:
            for problem in error.problems:
                _print_problem(console, problem, "red")
        raise typer.Exit(_BAD_INPUT) from None
    except typer.Exit:
        raise
    except Exception as error:
        if os.environ.get("OASMITH_TRACEBACK"):
            raise
        told = Problem(
            f"oasmith itself failed: {type(error).__name__}: {error}",
            "This is a bug; please report it with the description. OASMITH_TRACEBACK=1 shows where.",
        )
        _print_problem(console, told, "red")
        raise typer.Exit(_OWN_FAILURE) from None


class _Log:
    """Progress where there is no terminal: a line for each stage, and for each tenth of a long one."""

    def __init__(self) -> None:
        self.stage, self.tenths, self.told = "", 0, 0.0

    def __call__(self, stage: str, done: float) -> None:
        now = time.monotonic()
        if stage != self.stage or done == 0.0:
            self.stage, self.tenths, self.told = stage, 0, now
            print(stage, file=sys.stderr)
        elif done < 1.0 and int(done * 10) > self.tenths and now - self.told > 1:
            self.tenths, self.told = int(done * 10), now
            print(f"{stage} {done:.0%}", file=sys.stderr)


def _print_published(result: Published) -> None:
    console = Console(emoji=False)
    changes = result.changes
    for sign, colour, paths in (("+", "green", changes.written), ("-", "red", changes.removed)):
        for path in paths:
            console.print(f"[{colour}]{sign} {escape(path)}[/]", highlight=False, soft_wrap=True)
    _print_problems(result.problems)
    console.print(
        f"{escape(str(result.target.output))}: {len(changes.written)} written, "
        f"{len(changes.removed)} removed, {len(changes.unchanged)} unchanged ({_times(result.seconds)})",
        highlight=False, soft_wrap=True,
    )  # fmt: skip


def _print_checked(result: Checked) -> None:
    console = Console(emoji=False)
    for drift in result.drift:
        console.print(f"[red]{escape(drift.path)}: {drift.kind}[/]", highlight=False, soft_wrap=True)
        for line in drift.diff.splitlines():
            colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "")
            text = escape(line)
            console.print(f"[{colour}]{text}[/]" if colour else text, highlight=False, soft_wrap=True)
    _print_problems(result.problems)
    told = f"{len(result.drift)} files are not what would be generated" if result.drift else "up to date"
    console.print(f"{escape(str(result.target.output))}: {told} ({_times(result.seconds)})",
                  highlight=False, soft_wrap=True)  # fmt: skip


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        _print_problem(Console(stderr=True, emoji=False), problem, "yellow")


def _print_problem(console: Console, problem: Problem, colour: str) -> None:
    first, *rest = str(problem).splitlines()
    console.print(f"[{colour}]{escape(first)}[/]", highlight=False, soft_wrap=True)
    for line in rest:
        console.print(escape(line), highlight=False, soft_wrap=True)


def _times(seconds: dict[str, float]) -> str:
    return ", ".join(f"{stage} {duration:.2f} s" for stage, duration in seconds.items())


def _peak_memory() -> dict[str, int]:
    """MiB that this process had at most, and the biggest of those that it started; empty where none tells."""
    try:
        import resource
    except ModuleNotFoundError:
        return {}
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    of = {"this process": resource.RUSAGE_SELF, "the largest it started": resource.RUSAGE_CHILDREN}
    found = {name: resource.getrusage(who).ru_maxrss // unit for name, who in of.items()}
    return {name: mebibytes for name, mebibytes in found.items() if mebibytes}


def _published_json(result: Published) -> dict[str, Any]:
    return {
        "target": result.target.name,
        "output": str(result.target.output),
        "written": result.changes.written,
        "removed": result.changes.removed,
        "unchanged": result.changes.unchanged,
        "problems": [problem.to_json() for problem in result.problems],
        "seconds": result.seconds,
        "peak_mebibytes": _peak_memory(),
    }


def _checked_json(result: Checked) -> dict[str, Any]:
    return {
        "target": result.target.name,
        "output": str(result.target.output),
        "drift": [{"path": drift.path, "kind": drift.kind, "diff": drift.diff} for drift in result.drift],
        "problems": [problem.to_json() for problem in result.problems],
        "seconds": result.seconds,
    }


def _print_json(data: Any) -> None:
    print(json.dumps(data, indent=2))
