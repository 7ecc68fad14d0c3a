"""``oasmith mock``."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oasmith.cli.options import Choice, with_choice
from oasmith.cli.targets import only_target
from oasmith.errors import OasmithError, Problem
from oasmith.reporting import reporting

if TYPE_CHECKING:
    from oasmith.mock import MockServer


_WITHOUT = (
    "output", "package", "client_name", "product", "templates", "no_cache", "strict", "include_tag",
    "include_path", "include_operation", "exclude_tag", "exclude_path", "exclude_operation",
)  # fmt: skip
"""The shared options about what is written, and those that are only settings here, to keep the help short."""

_server = partial(typer.Option, rich_help_panel="Server")
_answers = partial(typer.Option, rich_help_panel="Responses")
_faults = partial(typer.Option, rich_help_panel="Slow and failing servers")


@partial(with_choice, without=_WITHOUT)
def mock(
    chosen: Choice,
    host: Annotated[
        str, _server("--host", metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[int, _server("--port", metavar="N", help="The port; 0 means any free port.")] = 0,
    max_body: Annotated[
        int, _server("--max-body", metavar="BYTES", min=0, help="The largest request body.")
    ] = 10_000_000,
    record: Annotated[
        Path | None, _server("--record", metavar="FILE", help="Append each exchange to a file, as JSON.")
    ] = None,
    secret: Annotated[
        list[str] | None, _server("--secret", metavar="AK=SK", help="Verify signatures with these keys.")
    ] = None,
    stateful: Annotated[bool, _answers("--stateful", help="Store what clients create.")] = False,
    seed: Annotated[int, _answers("--seed", metavar="N", help="The seed of the random values.")] = 0,
    latency: Annotated[
        float, _faults("--latency", metavar="MS", min=0, help="Milliseconds before each response.")
    ] = 0.0,
    error_rate: Annotated[
        float, _faults("--error-rate", metavar="SHARE", min=0, max=1, help="Share of requests that fail.")
    ] = 0.0,
    drop_rate: Annotated[
        float, _faults("--drop-rate", metavar="SHARE", min=0, max=1, help="Share of responses that are lost.")
    ] = 0.0,
    slow: Annotated[
        float | None, _faults("--slow", metavar="BYTES", min=1, help="Bytes per second of a response body.")
    ] = None,
) -> None:
    """Run a mock server of an API.

    It validates requests and returns the examples of the description, or values
    made from its schemas. Without DESCRIPTION, it uses that of pyproject.toml.
    """
    from oasmith.api.build import build
    from oasmith.reading import normal_form
    from oasmith.reading.effective import read_sound

    with ExitStack() as running:
        with reporting(False) as progress:
            progress("reading", 0.0)
            reading = read_sound(only_target(chosen))
            api = build(normal_form(reading.document))
            server = _mock_server_class()(
                api, host=host, port=port, seed=seed, stateful=stateful, latency=latency,
                error_rate=error_rate, drop_rate=drop_rate, slow=slow, max_body=max_body, record=record,
                secrets=_secrets(secret or []),
            )  # fmt: skip
            running.enter_context(server)
        for problem in reading.removed:
            print(problem, file=sys.stderr)
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
