"""Parameters of operations."""

from __future__ import annotations

import re
from collections.abc import Mapping

from oasmith.changes.wire.context import Context
from oasmith.changes.wire.places import Place
from oasmith.changes.wire.schemas import compare_schemas
from oasmith.changes.wire.texts import compare_texts
from oasmith.structure import default_style

Key = tuple[str, str]


def compare_parameters(
    context: Context,
    old: tuple[Place, Place],
    new: tuple[Place, Place],
    paths: tuple[str, str],
    operation: str,
) -> None:
    """Add the changes of the parameters of an operation, given path item and operation, before and after."""
    before, after = _parameters(*old), _parameters(*new)
    renamed = _renamed(*paths)
    before = {
        (renamed.get(name, name) if at == "path" else name, at): it for (name, at), it in before.items()
    }
    for key, parameter in after.items():
        subject = _subject(parameter, operation)
        if key in before:
            if not context.are_same(before[key], parameter):
                _compare(context, before[key], parameter, operation)
        elif (moved := _elsewhere(key, before, after)) is not None:
            context.add("request-parameter-moved", parameter, subject=subject,
                        has=moved.get("in").value, wants=key[1])  # fmt: skip
        else:
            is_required = parameter.get("required").value is True
            kind = "request-required-parameter-added" if is_required else "request-parameter-added"
            context.add(kind, parameter, subject=subject)
    for key, parameter in before.items():
        if key not in after and _elsewhere(key, after, before) is None:
            context.add("request-parameter-removed", parameter, subject=_subject(parameter, operation))


def _parameters(item: Place, operation: Place) -> dict[Key, Place]:
    """The parameters by name and location; names of headers are in lower case."""
    found: dict[Key, Place] = {}
    for place in (item, operation):
        for parameter in place.get("parameters").list():
            name, at = str(parameter.get("name").value), str(parameter.get("in").value)
            found[name.lower() if at == "header" else name, at] = parameter
    return found


def _renamed(old: str, new: str) -> dict[str, str]:
    """The new names of path parameters by their old ones; what counts is where they are in the path."""
    before, after = (re.findall(r"\{([^}]*)\}", path) for path in (old, new))
    return dict(zip(before, after, strict=False)) if len(before) == len(after) else {}


def _elsewhere(key: Key, others: Mapping[Key, Place], own: Mapping[Key, Place]) -> Place | None:
    """The parameter with the same name in another location, which only the other side has."""
    wanted = key[0].lower()
    found = [it for (name, at), it in others.items() if name.lower() == wanted and (name, at) not in own]
    return found[0] if len(found) == 1 else None


def _subject(parameter: Place, operation: str) -> str:
    return f"the {parameter.get('in').value} parameter `{parameter.get('name').value}` of {operation}"


def _compare(context: Context, old: Place, new: Place, operation: str) -> None:
    subject = _subject(new, operation)
    location = str(new.get("in").value)
    names = old.get("name").value, new.get("name").value
    if names[0] != names[1] and location == "path":
        context.add("request-path-parameter-renamed", new, subject=subject, has=names[0])
    was, is_ = (place.get("required").value is True or location == "path" for place in (old, new))
    if was != is_:
        kind = "became-required" if is_ else "became-optional"
        context.add(f"request-parameter-{kind}", new, subject=subject)
    was, is_ = (place.get("deprecated").value is True for place in (old, new))
    if was != is_:
        kind = "deprecated" if is_ else "reactivated"
        context.add(f"request-parameter-{kind}", new, subject=subject)
    _compare_style(context, old, new, location, subject)
    compare_texts(context, old, new, subject)
    (before_type, before), (after_type, after) = schema_of(old), schema_of(new)
    if before_type != after_type:
        context.add("request-parameter-media-type-changed", new, subject=subject,
                    has=before_type or "none", wants=after_type or "none")  # fmt: skip
    compare_schemas(context, "request", "parameter", before, after, subject)


def _compare_style(context: Context, old: Place, new: Place, location: str, subject: str) -> None:
    styles = [str(place.get("style").value or default_style(location)) for place in (old, new)]
    if styles[0] != styles[1]:
        context.add("request-parameter-style-changed", new, subject=subject, has=styles[0], wants=styles[1])
    explodes = [
        style == "form" if place.get("explode").value is None else place.get("explode").value
        for place, style in zip((old, new), styles, strict=True)
    ]
    if explodes[0] != explodes[1]:
        context.add("request-parameter-explode-changed", new, subject=subject,
                    has=explodes[0], wants=explodes[1])  # fmt: skip
    for keyword, name in (("allowReserved", "reserved"), ("allowEmptyValue", "empty")):
        was, is_ = (place.get(keyword).value is True for place in (old, new))
        if was != is_:
            context.add(f"request-parameter-{name}-{'allowed' if is_ else 'refused'}", new, subject=subject)


def schema_of(parameter: Place) -> tuple[str, Place]:
    """The media type of a parameter or header, empty without one, and its schema."""
    for media_type, content in parameter.get("content").items():
        return media_type, content.get("schema")
    return "", parameter.get("schema")
