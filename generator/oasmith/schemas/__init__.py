"""The interpretation of schemas. Other packages read no schema keywords.

The schemas are in normal form: JSON Schema 2020-12, with references to named schemas only. Models,
signatures, contract, docs, examples, values, pagination and the mock server use this package, so they agree.
"""

from oasmith.schemas.defaults import with_defaults_in_properties
from oasmith.schemas.merging import TYPES, Flat, Shape, Union, both, json_type
from oasmith.schemas.nodes import (
    PREFIX,
    READ_ONLY,
    WRITE_ONLY,
    Schema,
    all_of,
    branches,
    has_union_of,
    inline_parts,
    is_composed,
    is_number_or_text,
    is_plain_object,
    is_union,
    named,
    or_null,
    reference,
    references,
    referring_to,
    uses_of_references,
    with_base,
)
from oasmith.schemas.objects import settled
from oasmith.schemas.rules import is_for_server, own_rules, rules, without_server_rules
from oasmith.schemas.tags import Tag, own_tags, with_constants, without_discriminators
from oasmith.schemas.view import Schemas

__all__ = [
    "PREFIX",
    "READ_ONLY",
    "TYPES",
    "WRITE_ONLY",
    "Flat",
    "Schema",
    "Schemas",
    "Shape",
    "Tag",
    "Union",
    "all_of",
    "both",
    "branches",
    "has_union_of",
    "inline_parts",
    "is_composed",
    "is_for_server",
    "is_number_or_text",
    "is_plain_object",
    "is_union",
    "json_type",
    "named",
    "or_null",
    "own_rules",
    "own_tags",
    "reference",
    "references",
    "referring_to",
    "rules",
    "settled",
    "uses_of_references",
    "with_base",
    "with_constants",
    "with_defaults_in_properties",
    "without_discriminators",
    "without_server_rules",
]
