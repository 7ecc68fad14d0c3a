"""``oasmith watch``."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from contextlib import suppress
from functools import partial

import oasmith
from oasmith.cli.options import Choice, Quiet, WatchedDescription, with_choice
from oasmith.cli.targets import targets
from oasmith.errors import OasmithError, Problem
from oasmith.reporting import print_problems, print_published, reporting
from oasmith.settings import STANDARD_INPUT, Target
from oasmith.watching import state, wait_for_change


@partial(with_choice, description=WatchedDescription)
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
            read = _generated(known, quiet, is_first=not inputs)
            before = {**state((), read), **before}
            inputs |= read
            if not quiet:
                print("watching for changes (press Ctrl-C to stop)", flush=True)
            wait_for_change(before, known, inputs)


def _generated(known: Iterable[Target], quiet: bool, *, is_first: bool) -> set[str]:
    """Generate targets and report what happened; returns the files that were read."""
    inputs: set[str] = set()
    for target in known:
        with suppress(SystemExit), reporting(False, quiet) as progress:
            for result in oasmith.generate(target, progress):
                inputs.update(result.inputs)
                changes = result.changes
                if not quiet and (is_first or changes.written or changes.removed):
                    print_published(result)
                else:
                    print_problems(result.problems)
    return inputs
