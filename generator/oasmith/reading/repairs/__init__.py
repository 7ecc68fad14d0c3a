"""Repairs of harmless mistakes: what cannot change a request or a response is corrected and reported.

The tables say when, what and how it is reported; one walk over the document applies them. What needs the
whole document follows: unions, defaults and path parameters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from oasmith.reading.repairs.component_names import Renamed, redirect, rename_components
from oasmith.reading.repairs.defaults import has_limited_default, with_valid_defaults
from oasmith.reading.repairs.extensions import EXTENSION_REPAIRS
from oasmith.reading.repairs.header_parameters import without_ignored_headers
from oasmith.reading.repairs.keywords import (
    KEYWORD_REPAIRS,
    NULL_REPAIRS,
    PATTERN_REPAIRS,
    REQUIRED_REPAIRS,
)
from oasmith.reading.repairs.objects import OBJECT_REPAIRS
from oasmith.reading.repairs.parameters import PARAMETER_REPAIRS
from oasmith.reading.repairs.path_parameters import with_path_parameters
from oasmith.reading.repairs.row import Context, Repair, Walk
from oasmith.reading.repairs.servers import SERVER_REPAIRS
from oasmith.reading.repairs.unions import with_exclusive_unions
from oasmith.reading.repairs.values import VALUE_REPAIRS
from oasmith.reading.result import Reading
from oasmith.reading.upgrade import upgrade
from oasmith.reading.validation import SHORT_VERSIONS
from oasmith.structure import Change, Kind, Node, Parts, map_objects

REPAIRS: tuple[Repair, ...] = (
    *PARAMETER_REPAIRS, *OBJECT_REPAIRS, *NULL_REPAIRS, *VALUE_REPAIRS, *PATTERN_REPAIRS, *KEYWORD_REPAIRS,
    *REQUIRED_REPAIRS, *EXTENSION_REPAIRS, *SERVER_REPAIRS,
)  # fmt: skip
"""Every repair of a single object, in the order in which they are applied to it."""


def repair(reading: Reading) -> Reading:
    """The reading without harmless mistakes, each of which is reported with its place."""
    written = str(reading.document["openapi"])
    version = f"{written}.0" if written in SHORT_VERSIONS else written
    source = replace(reading.source, moved=dict(reading.source.moved))
    walk = Walk(source, version)
    document, renamed = rename_components(reading.document, walk)
    document = map_objects("document", document, _change(_rows(walk), renamed, walk))
    document = with_exclusive_unions(document, walk)
    document = with_valid_defaults(document, walk)
    document = with_path_parameters(document, walk)
    document = without_ignored_headers(document, walk)
    if walk.uses_3_1_keywords or (walk.uses_3_2_fields and version.startswith("3.0.")):
        document = upgrade(document)
    if walk.uses_3_2_fields:
        document = {**document, "openapi": "3.2.0"}
    return replace(reading, document=document, source=source, repairs=(*reading.repairs, *walk.reports))


def _rows(walk: Walk) -> Mapping[Kind, list[Repair]]:
    """The repairs for documents of this version, by kind of object."""
    is_3_0 = walk.version.startswith("3.0.")
    rows: defaultdict[Kind, list[Repair]] = defaultdict(list)
    for row in REPAIRS:
        for kind in row.kinds if row.is_3_0 in (None, is_3_0) else ():
            rows[kind].append(row)
    return rows


def _change(rows: Mapping[Kind, list[Repair]], renamed: Renamed, walk: Walk) -> Change:
    known: dict[tuple[str, ...], list[tuple[int, Repair]]] = {}  # objects have few different sets of fields

    def applicable(kind: Kind, node: Node) -> list[tuple[int, Repair]]:
        """The repairs that look at fields that an object has, with their positions in the table."""
        fields = (kind, *node)
        if fields not in known:
            own = enumerate(rows.get(kind, ()))
            known[fields] = [(position, row) for position, row in own if _may_apply(row, kind, node)]
        return known[fields]

    def repaired(kind: Kind, node: Node, parts: Parts) -> Node:
        if renamed:
            node = redirect(node, renamed)
        context = Context(parts, walk)
        left = applicable(kind, node)
        while left:
            (position, row), *left = left
            changed = row.apply(node, context)
            if changed is not node:
                node = changed
                left = [it for it in applicable(kind, node) if it[0] > position]
        if kind == "schema":
            _collect(node, parts, walk)
        return node

    return repaired


def _may_apply(row: Repair, kind: Kind, node: Node) -> bool:
    """Whether an object has fields that a repair looks at."""
    is_skipped = "$ref" in node and not row.beside_ref and kind != "path_item"
    return not is_skipped and not (row.fields and row.fields.isdisjoint(node))


def _collect(schema: Node, parts: Parts, walk: Walk) -> None:
    """Note the schemas that later steps look at."""
    if "oneOf" in schema:
        walk.unions.append(parts)
    if has_limited_default(schema):
        walk.defaults.append(parts)
