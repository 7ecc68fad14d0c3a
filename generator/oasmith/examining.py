"""What workers find out about a description while its client is generated."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oasmith.errors import Problem
from oasmith.settings import Target
from oasmith.structure import Document

if TYPE_CHECKING:
    from oasmith.changes.model import Report


@dataclass(frozen=True, slots=True)
class Examined:
    """The problems that keep a document from being sound, and its stored text if there are none."""

    problems: tuple[Problem, ...]
    stored: str


def examine(document: Document) -> Examined:
    """Validate a document; the pointers of problems are into it."""
    from oasmith.reading.validation import find_problems

    problems = tuple(find_problems(document))
    return Examined(problems, "" if problems else stored(document))


def stored(document: Document) -> str:
    """The text of a sound document that is stored beside its client."""
    from oasmith.changes.stored import stored_text
    from oasmith.reading.upgrade import upgrade

    return stored_text(upgrade(document))


@dataclass(frozen=True, slots=True)
class Edit:
    """The stored texts of the last description of a target and of the new one."""

    last: str
    new: str
    target: Target


def changes_of(edit: Edit) -> Report | None:
    """What changed since the last description; None if that cannot be read."""
    from oasmith.changes.compare import compare

    try:
        last = json.loads(edit.last)
    except (ValueError, RecursionError):
        return None
    return compare(last, json.loads(edit.new), edit.target).without_docs()
