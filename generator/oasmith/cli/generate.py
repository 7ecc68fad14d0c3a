"""``oasmith generate``."""

from __future__ import annotations

from oasmith.cli.options import AsJson, Choice, Quiet, Timings, with_choice
from oasmith.cli.targets import targets
from oasmith.generating import generate_and_report


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
    generate_and_report(lambda: targets(chosen), quiet=quiet, as_json=as_json, timings=timings)
