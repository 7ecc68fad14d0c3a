"""The results of generating and checking a target."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oasmith.errors import Problem
from oasmith.publishing.tree import Changes, Drift
from oasmith.settings import Target

if TYPE_CHECKING:
    from oasmith.changes.model import Report


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client that was generated for the first time, and the packages that it needs."""

    package: str
    class_name: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """The changes of a run on disk, the problems to report, and the seconds of each stage.

    ``reused`` says which results of earlier runs were used. ``inputs`` are the paths and URLs of the files
    that were read. ``report`` is what changed since the last generation, None if there was none.
    ``is_new`` is whether it was generated for the first time; ``new_client`` is the client of such a run.
    """

    target: Target
    changes: Changes
    problems: tuple[Problem, ...]
    seconds: dict[str, float]
    reused: tuple[str, ...] = field(default=())
    inputs: tuple[str, ...] = field(default=())
    report: Report | None = None
    is_new: bool = False
    new_client: NewClient | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The differences of a published tree from the generated one; ``drift`` is empty if there are none."""

    target: Target
    drift: tuple[Drift, ...]
    problems: tuple[Problem, ...]
    seconds: dict[str, float]
    reused: tuple[str, ...] = field(default=())
