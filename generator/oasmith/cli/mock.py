"""``oasmith mock``."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import oasmith
from oasmith.cli.options import Description
from oasmith.cli.targets import only_description
from oasmith.errors import OasmithError, Problem
from oasmith.reporting import reporting

if TYPE_CHECKING:
    from oasmith.mock import MockServer


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
            api = oasmith.read_api(description or only_description())
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
