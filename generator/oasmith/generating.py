"""``oasmith generate``, without its command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import oasmith
from oasmith.errors import OasmithError, Problem
from oasmith.reporting import (
    print_json,
    print_problems,
    print_published,
    print_timings,
    print_total,
    published_json,
    reporting,
)
from oasmith.results import Published
from oasmith.settings import Target


def generate_and_report(
    targets: Callable[[], Sequence[Target]],
    *,
    quiet: bool = False,
    as_json: bool = False,
    timings: bool = False,
) -> None:
    """Generate targets and print the results. The others are generated where one fails.

    Exits as ``reporting`` does.
    """
    with reporting(as_json, quiet) as progress:
        chosen = targets()
        published: list[Published] = []
        problems: list[Problem] = []
        for target in chosen:
            try:
                published += oasmith.generate(target, progress)
            except OasmithError as error:
                problems += error.problems
        failed = len(chosen) - len(published)
        if failed and len(chosen) > 1:
            message = f"{failed} of {len(chosen)} targets failed; the others are generated"
            problems.append(Problem(message, ""))
        if not as_json:
            for result in published:
                print_problems(result.problems) if quiet else print_published(result)
            if not quiet:
                print_total(published)
                if timings:
                    print_timings(published)
        if problems:
            raise OasmithError(problems)
    if as_json:
        print_json([published_json(result) for result in published])
