"""The check of each keyword: the gaps of a conjunction in what a layer of a schema says with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from oasmith.schemas.inclusion.checks import arrays, conditions, numbers, objects, sizes, strings, values
from oasmith.schemas.inclusion.gaps import Case, Gap, Search

Check = Callable[[Search, Case], Iterator[Gap]]

CHECKS: Mapping[str, Check] = {
    "type": values.types,
    "enum": partial(values.listed, keyword="enum"),
    "const": partial(values.listed, keyword="const"),
    **{keyword: partial(numbers.bound, keyword=keyword) for keyword in (*numbers.LOWER, *numbers.UPPER)},
    "multipleOf": numbers.multiple,
    **{keyword: partial(sizes.least, keyword=keyword) for keyword in sizes.LEAST},
    **{keyword: partial(sizes.most, keyword=keyword) for keyword in sizes.MOST},
    "pattern": strings.pattern,
    "format": strings.format_of,
    "uniqueItems": arrays.unique,
    "items": arrays.items,
    "prefixItems": arrays.items,
    "contains": arrays.contains,
    "unevaluatedItems": arrays.unevaluated,
    "properties": objects.properties,
    "patternProperties": objects.pattern_properties,
    "additionalProperties": objects.additional,
    "unevaluatedProperties": objects.unevaluated,
    "propertyNames": objects.names,
    "required": objects.required,
    "dependentRequired": objects.dependent_required,
    "dependentSchemas": objects.dependent_schemas,
    "not": conditions.negation,
    "if": conditions.condition,
}

IGNORED = frozenset(
    ("$ref", "allOf", "oneOf", "anyOf", "then", "else", "minContains", "maxContains", "title", "description",
     "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "externalDocs", "xml",
     "discriminator", "$comment", "$schema", "$id", "$anchor", "$defs", "definitions", "summary")
)  # fmt: skip
"""Keywords that say nothing about values, or that are compared together with another keyword."""
