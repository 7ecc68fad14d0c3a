"""Writes the code of common types of fields, as the pinned datamodel-code-generator has it.

uv run python generator/write_field_types.py
"""

from __future__ import annotations

import json
from itertools import chain

from oasmith.products.client.models.codegen import field_codes
from oasmith.products.client.models.common import SHIPPED, common_types
from oasmith.products.client.models.fields import jobs_of


def text() -> str:
    """The text of the file with the shipped code, one type in each line."""
    codes = dict(chain.from_iterable(map(field_codes, jobs_of(common_types()))))
    lines = (
        f"{json.dumps(key)}: {json.dumps(code.to_json())}" for key, code in sorted(codes.items()) if code
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    SHIPPED.write_text(text(), "utf-8")
