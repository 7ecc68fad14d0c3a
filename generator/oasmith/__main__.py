"""The command ``oasmith``, and ``python -m oasmith``.

``oasmith generate`` ends early if nothing has changed. The command line, with its libraries, takes longer to
import than such a run, so it is imported only for other runs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import oasmith
from oasmith.settings import target_of
from oasmith.unchanged import published_before

if TYPE_CHECKING:
    from oasmith.results import Published


def main() -> None:
    """Run the command line with the arguments of this process."""
    published = _published_before(sys.argv[1:])
    if not published:
        from oasmith.cli import main as run

        run()
        return
    from oasmith.reporting import print_published, print_total

    for result in published:
        print_published(result)
    print_total(published)


def _published_before(arguments: Sequence[str]) -> list[Published]:
    """The results if the arguments are those of a run in which nothing has changed; otherwise empty."""
    try:
        match arguments:
            case ["generate"]:
                targets = oasmith.configured_targets()
            case ["generate", description, "-o" | "--output", output] if _is_plain(description, output):
                targets = (target_of(description, Path(output)),)
            case _:
                return []
        results = [published_before(target) for target in targets]
    except oasmith.OasmithError:
        return []  # the command line reports it
    found = [result for result in results if result is not None]
    return found if len(found) == len(results) else []


def _is_plain(*arguments: str) -> bool:
    """Whether arguments are values, and not options."""
    return not any(argument.startswith("-") for argument in arguments)


if __name__ == "__main__":
    main()
