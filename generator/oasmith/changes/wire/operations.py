"""Operations and webhooks that were added, removed, moved, deprecated or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from oasmith.changes.kinds import NONE
from oasmith.changes.wire.bodies import compare_body, compare_contents
from oasmith.changes.wire.context import Context
from oasmith.changes.wire.parameters import compare_parameters
from oasmith.changes.wire.places import Place
from oasmith.changes.wire.responses import compare_responses
from oasmith.changes.wire.security import compare_security
from oasmith.changes.wire.servers import compare_servers
from oasmith.changes.wire.texts import compare_texts
from oasmith.extensions import SUNSET
from oasmith.structure import METHODS


@dataclass(frozen=True, slots=True)
class Described:
    """An operation in its path item; ``name`` is its HTTP method and path."""

    method: str
    path: str
    item: Place
    node: Place

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"`{self.method.upper()} {self.path}`"

    @property
    def key(self) -> tuple[str, str]:
        """What identifies it: the names of path parameters do not count."""
        return self.method, re.sub(r"\{[^}]*\}", "{}", self.path)


def compare_operations(context: Context) -> None:
    """Add the changes of all operations, callbacks and webhooks."""
    before, after = (list(_operations(root.get("paths"))) for root in context.roots)
    old, new = ({it.key: it for it in found} for found in (before, after))
    moved = _moved(old, new)
    for key, operation in old.items():
        if key in new:
            _compare(context, operation, new[key])
        elif key in moved:
            other = moved[key]
            context.add("operation-moved", other.node, operation=operation.name, other=other.name)
            _compare(context, operation, other)
        else:
            is_deprecated = operation.node.get("deprecated").value is True
            kind = "deprecated-operation-removed" if is_deprecated else "operation-removed"
            context.add(kind, operation.node, operation=operation.name)
    for key, operation in new.items():
        if key not in old and operation not in moved.values():
            context.add("operation-added", operation.node, operation=operation.name)
    _compare_webhooks(context)


def _operations(paths: Place) -> Iterator[Described]:
    for path, item in paths.fields():
        for method in METHODS:
            if node := item.get(method):
                yield Described(method, path, item, node)
        for method, node in item.get("additionalOperations").items():
            yield Described(method, path, item, node)


def _moved(
    old: dict[tuple[str, str], Described], new: dict[tuple[str, str], Described]
) -> dict[tuple[str, str], Described]:
    """The operations that have another path or method, found by their ``operationId``."""
    added = {it.node.get("operationId").value: it for key, it in new.items() if key not in old}
    found = {}
    for key, operation in old.items():
        identity = operation.node.get("operationId").value
        if key not in new and identity is not None and identity in added:
            found[key] = added[identity]
    return found


def _compare(context: Context, old: Described, new: Described) -> None:
    if _have_same_defaults(context) and context.are_same(old.item, new.item):
        return
    _compare_life(context, old.node, new.node, new.name)
    compare_texts(context, old.node, new.node, new.name)
    compare_parameters(context, (old.item, old.node), (new.item, new.node), (old.path, new.path), new.name)
    compare_body(context, old.node.get("requestBody"), new.node.get("requestBody"), new.node, new.name)
    compare_responses(context, old.node.get("responses"), new.node.get("responses"), new.name)
    compare_security(context, old.node, new.node, new.name)
    compare_texts(context, old.item, new.item, f"the path `{new.path}`")
    _compare_servers(context, old, new)
    _compare_callbacks(context, old.node.get("callbacks"), new.node.get("callbacks"), new.name)


def _have_same_defaults(context: Context) -> bool:
    """Whether the documents say the same of all operations."""
    before, after = context.roots
    return all(before.get(key).value == after.get(key).value for key in ("security", "servers"))


def _compare_life(context: Context, old: Place, new: Place, name: str) -> None:
    """Deprecation, end date, id and tags."""
    was, is_ = (place.get("deprecated").value is True for place in (old, new))
    if was != is_:
        context.add("operation-deprecated" if is_ else "operation-reactivated", new, operation=name)
    before, after = SUNSET.of(old.value), SUNSET.of(new.value)
    if before != after:
        kind = "sunset-added" if before is None else "sunset-removed" if after is None else "sunset-changed"
        context.add(kind, new, operation=name, has=before, wants=after)
    for keyword, kind in (("operationId", "operation-id-changed"), ("tags", "operation-tags-changed")):
        has, wants = old.get(keyword).value, new.get(keyword).value
        if has != wants and not (keyword == "tags" and set(has or ()) == set(wants or ())):
            context.add(kind, new, operation=name, has=has or NONE, wants=wants or NONE)


def _compare_servers(context: Context, old: Described, new: Described) -> None:
    """The servers of an operation or its path, if one of the two descriptions has some there."""
    before, after = (
        next((place for place in (it.node, it.item) if place.get("servers")), None) for it in (old, new)
    )
    if before is not None or after is not None:
        roots = context.roots
        compare_servers(context, before or roots[0], after or roots[1], new.name, new.node)


def _compare_callbacks(context: Context, old: Place, new: Place, name: str) -> None:
    """The requests that the API sends to the caller because of an operation."""
    before = {(key, path): item for key, node in old.items() for path, item in node.fields()}
    after = {(key, path): item for key, node in new.items() for path, item in node.fields()}
    for (key, path), item in before.items():
        title = f"the callback `{key}` of {name}"
        if (key, path) in after:
            _compare_received(context, item, after[key, path], title)
        else:
            context.add("callback-removed", item, operation=title)
    for (key, path), item in after.items():
        if (key, path) not in before:
            context.add("callback-added", item, operation=f"the callback `{key}` of {name}")


def _compare_webhooks(context: Context) -> None:
    before, after = (dict(root.get("webhooks").items()) for root in context.roots)
    for key, item in before.items():
        if key in after:
            _compare_received(context, item, after[key], f"the webhook `{key}`")
        else:
            context.add("webhook-removed", item, operation=f"the webhook `{key}`")
    for key, item in after.items():
        if key not in before:
            context.add("webhook-added", item, operation=f"the webhook `{key}`")


def _compare_received(context: Context, old: Place, new: Place, name: str) -> None:
    """A request that the caller receives: its body is judged like that of a response."""
    for method in METHODS:
        before, after = old.get(method), new.get(method)
        if before and after:
            contents = before.at("requestBody", "content"), after.at("requestBody", "content")
            compare_contents(context, "response", "body", *contents, name)
            _compare_life(context, before, after, name)
            compare_texts(context, before, after, name)
            statuses = [{key for key, _ in it.get("responses").fields()} for it in (before, after)]
            if statuses[0] != statuses[1]:
                context.add("webhook-response-required", after, operation=name)
        elif before:
            context.add("webhook-removed", before, operation=f"{name} ({method.upper()})")
        elif after:
            context.add("webhook-added", after, operation=f"{name} ({method.upper()})")
