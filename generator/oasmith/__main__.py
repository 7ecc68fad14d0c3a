"""The command ``oasmith``, and ``python -m oasmith``.

The libraries of the command line take longer to import than a run in which nothing has changed. They are
imported only for arguments that need them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import oasmith
from oasmith.collector import without_collector
from oasmith.settings import Target, target_of


def main() -> None:
    """Run the command line with the arguments of this process."""
    targets = _plain_targets(sys.argv[1:])
    if targets is None:
        from oasmith.cli import main as run

        run()
        return
    from oasmith.generating import generate_and_report

    try:
        with without_collector():
            generate_and_report(targets)
    except KeyboardInterrupt:
        raise SystemExit("Aborted!") from None  # as the command line does


def _plain_targets(arguments: Sequence[str]) -> Callable[[], Sequence[Target]] | None:
    """What finds the targets of ``generate`` without further options; None for other arguments."""
    match arguments:
        case ["generate"]:
            return oasmith.configured_targets
        case ["generate", description, "-o" | "--output", output] if _is_plain(description, output):
            return lambda: (target_of(description, Path(output)),)
        case _:
            return None


def _is_plain(*arguments: str) -> bool:
    """Whether arguments are values, and not options."""
    return not any(argument.startswith("-") for argument in arguments)


if __name__ == "__main__":
    main()
