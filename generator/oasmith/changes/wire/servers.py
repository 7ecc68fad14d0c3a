"""Servers and their variables."""

from __future__ import annotations

from oasmith.changes.wire.context import Context
from oasmith.changes.wire.places import Place
from oasmith.changes.wire.texts import compare_texts


def compare_servers(
    context: Context, old: Place, new: Place, subject: str, operation: Place | None = None
) -> None:
    """Add the changes of the servers of the API, or of an ``operation``.

    One of the two can be those of the API, if the operation has none of its own. Changes of these are where
    the operation is.
    """
    before, after = ({_url(it): it for it in place.get("servers").list()} for place in (old, new))
    if not before or not after:
        for found in (before, after):
            found.pop("/", None)  # what a description without servers has (OpenAPI 3.1 §4.8.1)
    for url, server in before.items():
        if url not in after:
            context.add("server-removed", _own(server, operation), subject=subject, has=url)
        else:
            _compare_variables(context, server, after[url])
            compare_texts(context, server, after[url], f"the server `{url}`")
    for url, server in after.items():
        if url not in before:
            context.add("server-added", _own(server, operation), subject=subject, wants=url)
    first, second = next(iter(before), None), next(iter(after), None)
    if first is not None and second is not None and first != second and first in after:
        context.add("default-server-changed", after[second], subject=subject, has=first, wants=second)


def _url(server: Place) -> str:
    return str(server.get("url").value).rstrip("/") or "/"


def _own(server: Place, operation: Place | None) -> Place:
    """The place of a server of an operation; that of the operation for a server of the API."""
    is_of_api = server.pointer.startswith("/servers/")
    return operation if operation is not None and is_of_api else server


def _compare_variables(context: Context, old: Place, new: Place) -> None:
    before, after = (dict(place.get("variables").items()) for place in (old, new))
    url = f"`{_url(new)}`"
    for name, variable in before.items():
        if name not in after:
            context.add("server-variable-removed", variable, subject=url, has=name)
            continue
        other = after[name]
        subject = f"`{name}` of the server {url}"
        defaults = variable.get("default").value, other.get("default").value
        if defaults[0] != defaults[1]:
            context.add("server-variable-default-changed", other, subject=subject,
                        has=defaults[0], wants=defaults[1])  # fmt: skip
        values, others = (list(it.get("enum").value or ()) for it in (variable, other))
        removed = [it for it in values if it not in others] if others else []
        added = [it for it in others if it not in values] if values else []
        if removed or (others and not values):
            context.add(
                "server-variable-value-removed", other, subject=subject, has=removed or "other values"
            )
        if added or (values and not others):
            context.add("server-variable-value-added", other, subject=subject, wants=added or "other values")
    for name, variable in after.items():
        if name not in before:
            context.add("server-variable-added", variable, subject=url, wants=name)
