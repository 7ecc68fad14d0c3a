"""``oasmith generate``."""

from __future__ import annotations

import oasmith
from oasmith.cli.options import (
    AllowLocal,
    AllowRemote,
    AsJson,
    Description,
    ExcludeOperations,
    ExcludePaths,
    ExcludeTags,
    IncludeOperations,
    IncludePaths,
    IncludeTags,
    Lenient,
    NoCache,
    Output,
    Package,
    Root,
    Strict,
    Timings,
)
from oasmith.cli.targets import selection, targets
from oasmith.reporting import print_json, print_published, print_timings, published_json, reporting
from oasmith.settings import Flags


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
    no_cache: NoCache = False,
    timings: Timings = False,
    as_json: AsJson = False,
) -> None:
    """Generate the client, request examples and the reference."""
    flags = Flags(
        output, package, selection(include_tag, include_path, include_operation),
        selection(exclude_tag, exclude_path, exclude_operation), tuple(allow_remote or ()), lenient, strict,
        root, tuple(allow_local or ()), no_cache,
    )  # fmt: skip
    with reporting(as_json) as progress:
        published = oasmith.generate(targets(description, flags), progress)
    if as_json:
        print_json([published_json(result) for result in published])
        return
    for result in published:
        print_published(result)
    if timings:
        print_timings(published)
