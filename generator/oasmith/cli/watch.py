"""``oasmith watch``."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from contextlib import suppress

import oasmith
from oasmith.cli.options import Choice, Quiet, with_choice
from oasmith.cli.targets import targets
from oasmith.errors import OasmithError, Problem
from oasmith.reporting import print_problems, print_published, reporting
from oasmith.settings import STANDARD_INPUT, Target
from oasmith.watching import state, wait_for_change


@with_choice
def watch(chosen: Choice, quiet: Quiet = False) -> None:
    """Generate again whenever you save a description or template.

    Also sees changes of referenced files and of pyproject.toml. Ends with
    Ctrl-C. Takes the options of generate.
    """
    if chosen.description == STANDARD_INPUT:
        with reporting(False):
            raise OasmithError(Problem("standard input cannot be watched", "Pass the path of a file."))
    # Also for SIGINT, which a shell's background jobs are started without.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    known: list[Target] = []
    inputs: set[str] = set()
    with suppress(KeyboardInterrupt):
        while True:
            with suppress(SystemExit), reporting(False, quiet):
                known = list(targets(chosen))
            before = state(known, inputs)
            read = _generated(known, quiet)
            before = {**state((), read), **before}
            inputs |= read
            if not quiet:
                print("watching for changes (press Ctrl-C to stop)", flush=True)
            wait_for_change(before, known, inputs)


def _generated(known: Iterable[Target], quiet: bool) -> set[str]:
    """Generate targets and report what happened; returns the files that were read."""
    inputs: set[str] = set()
    for target in known:
        with suppress(SystemExit), reporting(False, quiet) as progress:
            for result in oasmith.generate(target, progress):
                inputs.update(result.inputs)
                print_problems(result.problems) if quiet else print_published(result)
    return inputs
