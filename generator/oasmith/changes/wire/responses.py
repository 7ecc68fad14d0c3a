"""Responses: status codes, headers, bodies and links."""

from __future__ import annotations

from oasmith.changes.wire.bodies import compare_contents
from oasmith.changes.wire.context import Context
from oasmith.changes.wire.places import Place
from oasmith.changes.wire.schemas import compare_schemas
from oasmith.changes.wire.texts import compare_texts


def compare_responses(context: Context, old: Place, new: Place, operation: str) -> None:
    """Add the changes of the responses of an operation.

    A status that is new is compared with the range or the default response that described it before.
    """
    before, after = dict(old.items()), dict(new.items())
    for status, response in before.items():
        if status in after:
            if context.are_same(response, after[status]):
                continue
            name = _named(status, operation)
            _compare(context, response, after[status], name)
            compare_texts(context, response, after[status], f"the response {name}")
        else:
            kind = "success-status" if status.startswith("2") else "status"
            context.add(f"response-{kind}-removed", response, operation=operation, has=status)
    for status, response in after.items():
        if status not in before:
            covering = next((key for key in (f"{status[:1]}XX", f"{status[:1]}xx", "default")
                             if key in before), None)  # fmt: skip
            if covering is not None:
                _compare(context, before[covering], response, _named(status, operation))
            kind = "success-status" if status.startswith("2") and covering is None else "status"
            context.add(f"response-{kind}-added", response, operation=operation, wants=status)


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
        compare_schemas(context, "response", "header", previous.get("schema"), header.get("schema"), subject)
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
    for key, link in after.items():
        if key not in before:
            context.add("response-link-added", link, subject=f"the response {name}", wants=key)
