"""What is generated of small descriptions is, byte for byte, what a reviewer has seen."""

from __future__ import annotations

import pytest
from golden.trees import FAMILIES, expected, tree


@pytest.mark.parametrize("family", FAMILIES)
def test_the_tree_is_the_one_that_was_reviewed(family: str) -> None:
    assert tree(family) == expected(family)


def test_there_is_a_tree_for_every_family() -> None:
    assert len(FAMILIES) >= 12
