"""Data for the script of the site: its navigation, and what its search finds.

Browsers fetch no files of a page that was opened from a disk, so the data are scripts.
"""

from __future__ import annotations

from typing import Any

from oasmith.products.docs.model import Object, Site
from oasmith.products.docs.words import Value, Words
from oasmith.quoting import json_text, visible


def navigation(site: Site) -> str:
    """``navigation.js``: the groups of operations and the pages of schemas."""
    groups = [
        {
            "title": _shown(group.title),
            "operations": [
                [_shown(page.place.title), page.place.path, page.operation.method] for page in group.pages
            ],
        }
        for group in site.groups
    ]
    pages = [["Overview", "index"]]
    pages += [["Use the client", "guide"]] if site.guide else []
    pages += [["What changed", "changes"]] if site.changes else []
    schemas = [[_shown(group.title), group.path] for group in site.schemas]
    return _script("NAVIGATION", {"pages": pages, "groups": groups, "schemas": schemas})


def search_data(site: Site) -> str:
    """``search.js``: operations with their parameters; schemas with their fields, values and rules.

    Anchors are not in it: the script makes them of the names, as ``objects.anchor`` does.
    """
    operations = [
        [
            _shown(page.place.title),
            _shown(f"{page.operation.method} {page.operation.path}"),
            _shown(page.operation.id),
            page.place.path,
            [[field.place, _shown(field.name)] for field in page.parameters],
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
        name, values = _shown(field.name), _values(field.limits)
        fields.append([name, *values] if values else name)
    own = [] if item.fields else _values(item.limits)
    rules = [[_shown(rule.id), _shown(rule.message)] for rule in item.rules]
    return [item.name, fields, own, rules]


def _values(limits: Words) -> list[str]:
    return [_shown(piece.text) for piece in limits if isinstance(piece, Value)]


def _shown(text: str) -> str:
    """A text as the script shows it: one line, without invisible characters."""
    return visible(" ".join(text.split()))


def _script(name: str, data: Any) -> str:
    return f"const {name} = {json_text(data, indent=None)};\n"
