"""Broken descriptions are refused with a location, or give sound files in which text is only text."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from support.hostile import require_harmless
from support.mutate import descriptions, mutated

pytestmark = pytest.mark.filterwarnings("ignore")

CI_BATCHES, NIGHTLY_BATCHES, BATCH = 5, 667, 30


def check(batch: int, folder: Path) -> None:
    documents = descriptions()
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        document, done = mutated(documents[seed % len(documents)], seed)
        try:
            require_harmless(document, folder, lenient=seed % 5 == 0)
        except Exception as error:
            error.add_note(f"seed {seed}: {done}")
            raise


@pytest.mark.parametrize("batch", range(CI_BATCHES))
def test_mutated_and_poisoned_descriptions(batch: int, tmp_path: Path) -> None:
    check(batch, tmp_path)


@pytest.mark.nightly
def test_many_mutated_and_poisoned_descriptions(tmp_path: Path) -> None:
    for batch in random.sample(range(CI_BATCHES, 1_000_000), NIGHTLY_BATCHES):
        check(batch, tmp_path)
