"""What text and Markdown have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oasmith.changes.model import VERDICTS, Change, Report, Verdict, Version

HEADINGS: Mapping[Verdict, str] = {
    "breaking": "Breaking changes", "review": "Changes to review", "compatible": "Compatible changes",
}  # fmt: skip
_COUNTED: Mapping[Verdict, str] = {
    "breaking": "{} breaking", "review": "{} to review", "compatible": "{} compatible",
}  # fmt: skip
_VERSIONS: Mapping[Version, str] = {
    "major": "a new major version", "minor": "a new minor version", "patch": "a new patch version",
    "none": "no new version",
}  # fmt: skip


def counted(report: Report) -> str:
    """The number of changes, in total and by verdict."""
    if not report.changes:
        return "No changes"
    total = "1 change" if len(report.changes) == 1 else f"{len(report.changes):,} changes"
    found = ((verdict, len(report.with_verdict(verdict))) for verdict in VERDICTS)
    return f"{total}: {', '.join(_COUNTED[verdict].format(f'{n:,}') for verdict, n in found if n)}"


def alike(changes: Sequence[Change]) -> list[tuple[Change, ...]]:
    """Changes of one kind together; those that affect code of the user come first, each alone."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        if not change.uses:
            found.setdefault(change.id, []).append(change)
    return [*((change,) for change in changes if change.uses), *map(tuple, found.values())]


def versions(report: Report) -> str:
    """The versions that the changes ask for."""
    return (
        f"The description needs {_VERSIONS[report.description]}, "
        f"the client {_VERSIONS[report.surface]} (Semantic Versioning)."
    )
