"""``oasmith generate``."""

from __future__ import annotations

import oasmith
from oasmith.cli.options import AsJson, Choice, Quiet, Timings, with_choice
from oasmith.cli.targets import targets
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


@with_choice
def generate(
    chosen: Choice,
    quiet: Quiet = False,
    as_json: AsJson = False,
    timings: Timings = False,
) -> None:
    """Generate a client, examples and documentation.

    Without DESCRIPTION, it generates the targets in pyproject.toml. Example:
    oasmith generate openapi.yaml -o src --product client
    """
    with reporting(as_json, quiet) as progress:
        chosen_targets = targets(chosen)
        published: list[Published] = []
        problems: list[Problem] = []
        for target in chosen_targets:
            try:
                published += oasmith.generate(target, progress)
            except OasmithError as error:
                problems += error.problems
        failed = len(chosen_targets) - len(published)
        if failed and len(chosen_targets) > 1:
            message = f"{failed} of {len(chosen_targets)} targets failed; the others are generated"
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
