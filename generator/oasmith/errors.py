"""Problems: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one place.

    ``pointer`` is a JSON pointer (RFC 6901) into ``file``; ``line`` counts from 1 and is None where
    the line is unknown.
    """

    message: str
    remedy: str
    file: str = ""
    line: int | None = None
    pointer: str = ""

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line is not None else "")
        head = printable(": ".join(part for part in (place, self.pointer, self.message) if part))
        return f"{head}\n    {printable(self.remedy)}" if self.remedy else head

    def to_json(self) -> dict[str, Any]:
        """The problem as a JSON object with the field names of this class."""
        return asdict(self)


class OasmithError(Exception):
    """A run that cannot continue, with every problem found so far."""

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def raise_any(problems: Sequence[Problem]) -> None:
    """Raise OasmithError if there are problems."""
    if problems:
        raise OasmithError(problems)


def by_line(problems: Iterable[Problem], root: str) -> list[Problem]:
    """Problems in the order of lines, those of the file ``root`` first; the first one of each place."""
    first: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        first.setdefault((problem.file, problem.pointer), problem)
    return sorted(first.values(), key=lambda it: (it.file != root, it.file, it.line or 0))


def printable(text: str) -> str:
    """A string with escapes for characters that move the cursor or begin a line in a terminal."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
