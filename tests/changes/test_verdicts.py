"""Each kind of change has its verdicts: a table of minimal pairs, forwards and backwards."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from changes.pairs import Document, pairs
from oasmith.changes.compare import compare
from oasmith.changes.kinds import KINDS, all_kinds
from oasmith.changes.model import SIDES, VERDICTS, Report
from oasmith.settings import Target
from oasmith.structure import look_up

TABLE = Path(__file__).with_name("verdicts.csv")
"""The expected verdicts of each side, and the ids of the changes. A person reviews its changes."""
TARGET = Target(Path("openapi.yaml"), Path("out"))
PAIRS = {name: (old, new) for name, old, new in pairs()}


def rows() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["change"]: row for row in csv.DictReader(file)}


ROWS = rows()


def worst(report: Report, side: str) -> str:
    verdicts = [change.verdict for change in report.changes if change.side == side]
    return min(verdicts, key=VERDICTS.index) if verdicts else "none"


@pytest.mark.parametrize("name", PAIRS)
def test_a_change_has_its_verdicts(name: str) -> None:
    old, new = PAIRS[name]
    report = compare(old, new, TARGET)
    found: dict[str, str] = {side: worst(report, side) for side in SIDES if side != "docs"}
    found["kinds"] = " ".join(sorted({change.id for change in report.changes}))
    assert {"change": name, **found} == ROWS[name]
    assert [change.pointer for change in report.changes if not exists(change.pointer, old, new)] == []


def exists(pointer: str, old: Document, new: Document) -> bool:
    """Whether a pointer leads into one of two descriptions."""
    for document in (new, old):
        try:
            look_up(document, pointer)
        except KeyError:
            continue
        return True
    return False


def test_the_table_has_each_pair_and_many_kinds() -> None:
    assert list(ROWS) == list(PAIRS)
    kinds = {kind for row in ROWS.values() for kind in row["kinds"].split()}
    assert kinds <= KINDS.keys()
    assert len(kinds) >= 150


@pytest.mark.parametrize("name", [name for name in PAIRS if not name.endswith(", reversed")])
def test_a_description_has_no_changes_from_itself(name: str) -> None:
    for document in PAIRS[name]:
        assert compare(document, document, TARGET).changes == ()


def test_every_kind_has_one_side_and_its_sentence_can_be_filled_in() -> None:
    fields: dict[str, Any] = dict.fromkeys(
        ("subject", "operation", "other", "has", "wants", "keyword", "name", "argument", "field", "status",
         "value"), "x",
    )  # fmt: skip
    assert len(list(all_kinds())) == len(KINDS)
    for identity, kind in KINDS.items():
        change = kind.change("/paths", **fields)
        assert change.id == identity
        assert change.message[:1] == change.message[:1].upper()
        assert "{" not in change.message
