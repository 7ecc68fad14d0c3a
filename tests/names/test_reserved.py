"""The reserved names are those that generated modules, the runtime, pydantic and Python have."""

from __future__ import annotations

import pytest
from names.reserved_names import FROM_LIBRARIES, computed
from oasmith import reserved
from oasmith.runtime.resources import AsyncResource, SyncResource

COMPUTED = computed()


@pytest.mark.parametrize("constant", COMPUTED)
def test_reserved_names_are_complete(constant: str) -> None:
    written = getattr(reserved, constant)
    assert COMPUTED[constant] - written == set()
    if constant not in FROM_LIBRARIES:
        assert written - COMPUTED[constant] == set()


def test_a_group_of_operations_has_no_public_attribute_of_its_own() -> None:
    assert [name for name in (*dir(SyncResource), *dir(AsyncResource)) if not name.startswith("_")] == []
