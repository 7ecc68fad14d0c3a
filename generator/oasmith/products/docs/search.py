"""Data for the script of the site: its navigation, and what its search finds.

Browsers fetch no files of a page that was opened from a disk, so the data are scripts.
"""

from __future__ import annotations

from typing import Any

from oasmith.products.docs.model import Object, Site
from oasmith.products.docs.words import Value
from oasmith.quoting import json_text


def navigation(site: Site) -> str:
    """``navigation.js``: the groups of operations and the pages of schemas."""
    groups = [
        {
            "title": group.title,
            "operations": [
                [page.place.title, page.place.path, page.operation.method] for page in group.pages
            ],
        }
        for group in site.groups
    ]
    pages = [["Overview", "index"], *([["Use the client", "guide"]] if site.guide else [])]
    return _script(
        "NAVIGATION",
        {"pages": pages, "groups": groups, "schemas": [[it.title, it.path] for it in site.schemas]},
    )


def search_data(site: Site) -> str:
    """``search.js``: operations with their parameters; schemas with their fields, values and rules.

    Anchors are not in it: the script makes them of the names, as ``objects.anchor`` does.
    """
    operations = [
        [
            page.place.title,
            f"{page.operation.method} {page.operation.path}",
            page.operation.id,
            page.place.path,
            [[field.place, field.name] for field in page.parameters],
        ]
        for group in site.groups
        for page in group.pages
    ]
    schemas = [[group.path, [_object(item, site) for item in group.objects]] for group in site.schemas]
    return _script("SEARCH", {"operations": operations, "schemas": schemas})


def _object(item: Object, site: Site) -> list[Any]:
    """The name of a schema, its fields with their values, its own values, and its rules.

    Only the name if the content is at another schema.
    """
    if item.name in site.originals:
        return [item.name]
    fields: list[Any] = []
    for field in item.fields:
        values = [piece.text for piece in field.limits if isinstance(piece, Value)]
        fields.append([field.name, *values] if values else field.name)
    own = [] if item.fields else [piece.text for piece in item.limits if isinstance(piece, Value)]
    rules = [[rule.id, rule.message] for rule in item.rules]
    return [item.name, fields, own, rules]


def _script(name: str, data: Any) -> str:
    return f"const {name} = {json_text(data, indent=None)};\n"
