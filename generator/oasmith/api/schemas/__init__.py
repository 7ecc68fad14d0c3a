"""What the schemas of an API say: the one place that interprets schemas.

The schemas are in normal form: JSON Schema 2020-12, references lead to named schemas only. Models,
signatures, contract, docs, examples, values, pagination and the mock server ask here, so they agree.
"""

from oasmith.api.schemas.merging import TYPES, Flat, Shape, Union, both, json_type
from oasmith.api.schemas.nodes import (
    PREFIX,
    READ_ONLY,
    WRITE_ONLY,
    Schema,
    all_of,
    named,
    reference,
    references,
    with_base,
)
from oasmith.api.schemas.rules import is_for_server, own_rules, rules, without_server_rules
from oasmith.api.schemas.view import Schemas

__all__ = [
    "PREFIX",
    "READ_ONLY",
    "TYPES",
    "WRITE_ONLY",
    "Flat",
    "Schema",
    "Schemas",
    "Shape",
    "Union",
    "all_of",
    "both",
    "is_for_server",
    "json_type",
    "named",
    "own_rules",
    "reference",
    "references",
    "rules",
    "with_base",
    "without_server_rules",
]
