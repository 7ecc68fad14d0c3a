"""Responses: status codes, headers, bodies and links."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from oasmith.changes.wire.bodies import compare_contents
from oasmith.changes.wire.context import Context
from oasmith.changes.wire.parameters import schema_of
from oasmith.changes.wire.places import Place
from oasmith.changes.wire.schemas import compare_schemas
from oasmith.changes.wire.texts import compare_texts


def compare_responses(context: Context, old: Place, new: Place, operation: str) -> None:
    """Add the changes of the responses of an operation.

    A status that only one of them describes is compared with the range or the default response that
    describes it in the other one.
    """
    before, after = dict(old.fields()), dict(new.fields())
    for status, response in before.items():
        name = _named(status, operation)
        covering = status if status in after else _covering(status, after)
        if covering is not None and not context.are_same(response, after[covering]):
            _compare(context, response, after[covering], name)
        if status in after:
            compare_texts(context, response, after[status], f"the response {name}")
        else:
            is_gone = covering is None and not any(_covering(it, before) == status for it in after)
            kind = "success-status" if status.startswith("2") and is_gone else "status"
            context.add(f"response-{kind}-removed", response, operation=operation, has=status)
    for status, response in after.items():
        if status not in before:
            covering = _covering(status, before)
            if covering is not None:
                _compare(context, before[covering], response, _named(status, operation))
            kind = "success-status" if status.startswith("2") and covering is None else "status"
            context.add(f"response-{kind}-added", response, operation=operation, wants=status)


def _covering(status: str, others: Collection[str]) -> str | None:
    """The range, or else the default response, that describes a status; None if there is none.

    The default response stands for a success only where no other response does.
    """
    digit = status[:1]
    found = next((key for key in (f"{digit}XX", f"{digit}xx") if key in others and key != status), None)
    if found is None and status != "default" and "default" in others:
        has_success = any(it.startswith("2") for it in others)
        return None if digit == "2" and has_success else "default"
    return found


def _named(status: str, operation: str) -> str:
    return f"{status} of {operation}"


def _compare(context: Context, old: Place, new: Place, name: str) -> None:
    before, after = old.get("content"), new.get("content")
    if before.value and not after.value:
        context.add("response-body-removed", new, subject=name)
    elif after.value and not before.value:
        context.add("response-body-added", new, subject=name)
    else:
        compare_contents(context, "response", "body", before, after, f"the response {name}")
    _compare_headers(context, old.get("headers"), new.get("headers"), name)
    _compare_links(context, old, new, name)


def _compare_headers(context: Context, old: Place, new: Place, name: str) -> None:
    before, after = ({key.lower(): (key, it) for key, it in place.items()} for place in (old, new))
    for key, (shown, header) in after.items():
        subject = f"the header `{shown}` of the response {name}"
        if key not in before:
            context.add("response-header-added", header, subject=subject)
            continue
        previous = before[key][1]
        was, is_ = (place.get("required").value is True for place in (previous, header))
        if was != is_:
            kind = "required" if is_ else "optional"
            context.add(f"response-header-became-{kind}", header, subject=subject)
        was, is_ = (place.get("deprecated").value is True for place in (previous, header))
        if was != is_:
            context.add(f"response-header-{'deprecated' if is_ else 'reactivated'}", header, subject=subject)
        (old_type, old_schema), (new_type, new_schema) = schema_of(previous), schema_of(header)
        explodes = [place.get("explode").value is True for place in (previous, header)]
        if old_type != new_type or explodes[0] != explodes[1]:
            context.add("response-header-serialization-changed", header, subject=subject)
        compare_schemas(context, "response", "header", old_schema, new_schema, subject)
        compare_texts(context, previous, header, subject)
    for key, (shown, header) in before.items():
        if key not in after:
            kind = "required-header" if header.get("required").value is True else "header"
            subject = f"the header `{shown}` of the response {name}"
            context.add(f"response-{kind}-removed", header, subject=subject)


def _compare_links(context: Context, old: Place, new: Place, name: str) -> None:
    before, after = (dict(place.get("links").items()) for place in (old, new))
    for key, link in before.items():
        if key not in after:
            context.add("response-link-removed", link, subject=f"the response {name}", has=key)
        else:
            compare_texts(context, link, after[key], f"the link `{key}` of the response {name}")
            if _followed(link) != _followed(after[key]):
                context.add("response-link-changed", after[key], subject=f"the response {name}", has=key)
    for key, link in after.items():
        if key not in before:
            context.add("response-link-added", link, subject=f"the response {name}", wants=key)


def _followed(link: Place) -> dict[str, Any]:
    """What a link leads to."""
    return {key: place.value for key, place in link.fields() if key != "description"}
