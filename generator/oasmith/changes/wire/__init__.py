"""Changes of what is sent: operations, parameters, media types, responses, security and servers."""

from __future__ import annotations

from oasmith.changes.model import Change
from oasmith.changes.wire.context import Context
from oasmith.changes.wire.operations import compare_operations
from oasmith.changes.wire.security import compare_schemes
from oasmith.changes.wire.servers import compare_servers
from oasmith.changes.wire.texts import compare_texts
from oasmith.structure import Document


def wire_changes(old: Document, new: Document) -> list[Change]:
    """The changes between two documents of OpenAPI 3.1; references lead to their components."""
    context = Context(old, new)
    before, after = context.roots
    compare_texts(context, before.get("info"), after.get("info"), "the API")
    versions = before.at("info", "version"), after.at("info", "version")
    if versions[0].value != versions[1].value:
        context.add("version-changed", versions[1], has=versions[0].value, wants=versions[1].value)
    tags = [{it.get("name").value: it for it in root.get("tags").list()} for root in context.roots]
    for name in tags[0].keys() & tags[1].keys():
        compare_texts(context, tags[0][name], tags[1][name], f"the tag `{name}`")
    compare_servers(context, before, after, "the API")
    compare_schemes(context)
    compare_operations(context)
    return list(context.found.values())
