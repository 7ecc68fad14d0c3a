"""What reading a description gives."""

from __future__ import annotations

from dataclasses import dataclass

from oasmith.errors import Problem
from oasmith.reading.references import BundledSource
from oasmith.structure import Document


@dataclass(frozen=True, slots=True)
class Reading:
    """A description as one document, with reports of what was changed in it.

    ``source`` knows the file and line of every place in ``document``. ``repairs`` are the harmless mistakes
    that were repaired; ``removed`` is what was pruned because it is broken, which only a lenient reading
    does.
    """

    document: Document
    source: BundledSource
    repairs: tuple[Problem, ...] = ()
    removed: tuple[Problem, ...] = ()
