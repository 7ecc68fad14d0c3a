"""A run that is killed at any moment loses nothing.

``OASMITH_KILLS=400 uv run pytest -s tests/e2e/test_kills.py`` kills more runs and prints the figures.
"""

from __future__ import annotations

import os
from pathlib import Path

from support.kills import kill_first_runs, kill_runs

KILLS = int(os.environ.get("OASMITH_KILLS", "8"))


def test_runs_that_are_killed_while_another_program_saves_files(tmp_path: Path) -> None:
    figures = kill_runs(tmp_path, KILLS, seed=11)
    print(figures)
    assert figures["saved"]
    assert not figures["lost"]
    assert not figures["leftovers"]


def test_first_runs_that_are_killed(tmp_path: Path) -> None:
    print(kill_first_runs(tmp_path, KILLS // 2, seed=12))
