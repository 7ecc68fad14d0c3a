"""Request bodies, and the media types of requests and responses."""

from __future__ import annotations

from typing import Any, Literal

from oasmith.changes.model import Verdict
from oasmith.changes.wire.context import Context
from oasmith.changes.wire.places import Place
from oasmith.changes.wire.schemas import compare_schemas
from oasmith.changes.wire.texts import compare_texts
from oasmith.runtime.media import kind_of
from oasmith.schemas.inclusion import Described

_RAW = ("binary", "text")
_OF_RAW = {"type", "format", "contentMediaType", "title", "description", "example", "examples"}


def compare_body(context: Context, old: Place, new: Place, operation: Place, name: str) -> None:
    """Add the changes of a request body; ``operation`` is where one is that was added."""
    is_required = new.get("required").value is True
    if not old and new:
        kind = "request-required-body-added" if is_required else "request-body-added"
        context.add(kind, new, operation=name)
    elif old and not new:
        context.add("request-body-removed", old, operation=name)
    if not old or not new:
        return
    if (old.get("required").value is True) != is_required:
        kind = "required" if is_required else "optional"
        context.add(f"request-body-became-{kind}", new, operation=name, subject=f"the body of {name}")
    compare_texts(context, old, new, f"the body of {name}")
    compare_contents(context, "request", "body", old.get("content"), new.get("content"), name)


def compare_contents(
    context: Context,
    side: Literal["request", "response"],
    place: str,
    old: Place,
    new: Place,
    name: str,
) -> None:
    """Add the changes of the media types of a body, and of their schemas."""
    before, after = ({_normal(key): (key, it) for key, it in content.items()} for content in (old, new))
    subject = f"the body of {name}"
    for key, (shown, content) in before.items():
        match = key if key in after else _covering(key, after)
        if match is None:
            context.add(f"{side}-media-type-removed", content, operation=name, subject=subject, has=shown)
        else:
            _compare(context, side, place, content, after[match][1], subject, key)
    for key, (shown, content) in after.items():
        if key not in before:
            match = _covering(key, before)
            if match is None:
                context.add(f"{side}-media-type-added", content, operation=name, subject=subject, wants=shown)
            elif side == "response":
                _compare(context, side, place, before[match][1], content, subject, key)


def _compare(
    context: Context,
    side: Literal["request", "response"],
    place: str,
    old: Place,
    new: Place,
    subject: str,
    media_type: str,
) -> None:
    is_same = kind_of(media_type) in _RAW and all(_is_raw(it.get("schema").value) for it in (old, new))
    for keyword in ("schema", "itemSchema"):
        if (old.get(keyword) or new.get(keyword)) and not (is_same and keyword == "schema"):
            compare_schemas(context, side, place, old.get(keyword), new.get(keyword), subject)
    if side == "request":
        _compare_encodings(context, old, new, subject)
    if any(old.get(keyword).value != new.get(keyword).value for keyword in ("example", "examples")):
        context.add("examples-changed", new, subject=subject)


def _is_raw(schema: Any) -> bool:
    """Whether a schema says no more of bytes or text than that they are some.

    OpenAPI 3.0 describes bytes as a string with the format ``binary``, OpenAPI 3.1 without a schema.
    """
    if not isinstance(schema, dict):
        return schema in (None, True)
    is_text = schema.get("type", "string") == "string" and schema.get("format", "binary") == "binary"
    return is_text and schema.keys() <= _OF_RAW


def _compare_encodings(context: Context, old: Place, new: Place, subject: str) -> None:
    """The encodings of the properties that both have."""
    before, after = (dict(it.get("encoding").items()) for it in (old, new))
    described = [_properties(context, old, context.old), _properties(context, new, context.new)]
    for name in dict.fromkeys((*before, *after)):
        has, wants = (_encoding(it.get(name)) for it in (before, after))
        if has != wants and all(name in it for it in described):
            types = [_media_types(str(it.pop("contentType", ""))) for it in (has, wants)]
            is_wider = has == wants and bool(types[0]) and types[0] <= types[1]
            verdict: Verdict | None = "compatible" if is_wider else None
            context.add("request-encoding-changed", new, verdict, has=name, subject=subject)


def _encoding(place: Place | None) -> dict[str, Any]:
    return {key: it.value for key, it in place.fields()} if place is not None else {}


def _properties(context: Context, content: Place, described: Described) -> set[str]:
    """The names of the properties of what a media type describes."""
    found = context.part(content.get("schema"), described).layers
    return {name for layer in found for name in layer.keywords.get("properties") or {}}


def _media_types(text: str) -> set[str]:
    return {it.strip().lower() for it in text.split(",") if it.strip()}


def _normal(media_type: str) -> str:
    """A media type in lower case without spaces and without a charset (RFC 9110 §8.3.1)."""
    essence, *parameters = (part.strip().lower() for part in media_type.split(";"))
    return ";".join([essence, *sorted(it for it in parameters if it and not it.startswith("charset="))])


def _covering(media_type: str, others: dict[str, tuple[str, Place]]) -> str | None:
    """The media range that covers a media type, such as ``application/*``."""
    kind = media_type.partition("/")[0]
    return next((it for it in (f"{kind}/*", "*/*") if it in others), None)
