"""What a schema refers to, as the one place that interprets schemas answers."""

from __future__ import annotations

from typing import Any

import pytest
from oasmith.schemas import named

THING = {"$ref": "#/components/schemas/Thing"}
NULL = {"type": "null"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (THING, "Thing"),
        ({**THING, "description": "One."}, "Thing"),
        ({"anyOf": [THING, NULL]}, "Thing"),
        ({"oneOf": [NULL, THING]}, "Thing"),
        ({"anyOf": [THING, {"type": "string"}]}, None),
        ({"anyOf": [{"type": "string"}, NULL]}, None),
        ({"type": "object"}, None),
        (True, None),
    ],
)
def test_a_schema_that_is_another_or_null_is_named_after_it(schema: Any, expected: str | None) -> None:
    assert named(schema) == expected
