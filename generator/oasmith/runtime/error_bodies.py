# A module of generated clients, in which another line takes the place of this one.
"""What the body of an error says, in the shapes of the usual standards and frameworks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MESSAGES = (
    "error_msg", "errorMsg", "error_message", "errorMessage", "errorMessages", "message", "Message", "errmsg",
    "exception_message", "exceptionMessage", "error_description", "errorSummary", "msg", "detail", "details",
    "encoded_authorization_message", "defaultMessage", "faultstring", "description", "reason",
    "error_summary",
)  # fmt: skip
_BY_FIELD = ("errors", "Errors", "validation_errors", "fieldErrors", "field_errors")
_ALL = (
    *_BY_FIELD, "violations", "invalid_params", "invalid-params", "issues", "extra", "fieldViolations",
    "_embedded", "details",
)  # fmt: skip
_PLACES = ("loc", "location", "field", "propertyPath", "attr", "pointer", "key", "param", "name")
CODES = ("error_code", "errorCode", "code", "Code", "__type")


def message(body: Any, levels: int = 5, may_be_fields: bool = False) -> str:
    """The messages in the JSON of an error, also by field (RFC 9457, OAuth, JSON:API…); empty for none."""
    if not levels or isinstance(body, str):
        return body.strip() if isinstance(body, str) else ""
    if isinstance(body, list):
        return "; ".join(filter(None, (message(item, levels - 1) for item in body[:20])))
    if not isinstance(body, Mapping):
        return ""
    if body.keys() == {"lang", "value"}:  # OData
        return message(body["value"], levels - 1)
    own = {key: text for key, value in body.items() if (text := message(value, levels - 1, key in _BY_FIELD))}
    # An object of strings in ``errors`` has a message for each field.
    is_map = may_be_fields and own.keys().isdisjoint(_MESSAGES)
    lists = [key for key in body if isinstance(body[key], list) and key not in ("detail", "message", *_ALL)]
    if is_map or (lists and all(key in own and isinstance(body[key], (list, Mapping)) for key in body)):
        return "; ".join(f"{key}: {text}" for key, text in own.items())
    main = next((own[name] for name in _MESSAGES if name in own), "")
    more = [own[name] for name in _ALL if name in own and not (main and isinstance(body[name], str))]
    parts = [part for part in (body.get("title"), main, *more) if part and isinstance(part, str)]
    said = ": ".join(it for at, it in enumerate(parts) if not any(it in before for before in parts[:at]))
    if said:
        is_url = str(body.get("path")).startswith("/")
        place = next((body[name] for name in ("path", *_PLACES)[is_url:] if body.get(name)), None)
        if isinstance(body.get("source"), Mapping):  # JSON:API
            place = body["source"].get("pointer") or body["source"].get("parameter")
        place = ".".join(map(str, place)) if isinstance(place, list) else place
        return f"{place}: {said}" if place and isinstance(place, str) else said
    inside = (key for key in own if isinstance(body[key], Mapping))
    return next((own[key] for key in ("error", "Error", "err", *inside) if key in own), "")


def first(names: tuple[str, ...], body: Any) -> str | None:
    """The first string or number with one of these names: at the top of JSON, or in an object in it."""
    values = list(body.values()) if isinstance(body, Mapping) else []
    values += [value[0] for value in values if isinstance(value, list) and value]
    objects = [item for item in (body, *values) if isinstance(item, Mapping)]
    found = (item[name] for item in objects for name in names if type(item.get(name)) in (str, int))
    return next((str(value) for value in found if value), None)
