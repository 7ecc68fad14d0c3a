"""``_contract_json.py``: the request contract as a string, in the form that ``runtime/contract.py`` reads.

It is a module, since build backends omit data files unless they are listed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from oasmith.products.build import Build
from oasmith.products.file import File
from oasmith.quoting.python import json_literal

_LEVELS = 3
"""How many levels of objects have a line for each member, so that small changes change few lines."""


def contract_json_file(build: Build) -> File:
    """The module with the contract of a client. It is not formatted: a string has no other form."""
    text = json_literal(_json(build.contract.document, _LEVELS))
    module = f'"""The request contract of this API as JSON."""\n\nCONTRACT_JSON = {text}\n'
    return File(f"{build.package}/_contract_json.py", module, is_verbatim=True)


def _json(value: Any, levels: int) -> str:
    if levels == 0 or not isinstance(value, Mapping) or not value:
        return json.dumps(value, separators=(",", ":"))
    members = ",\n".join(f"{json.dumps(key)}:{_json(member, levels - 1)}" for key, member in value.items())
    return f"{{{members}\n}}"
