"""What the body of an error says, in the shapes of the usual standards and frameworks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MESSAGES = (
    "error_msg", "errorMsg", "error_message", "errorMessage", "message", "Message", "exception_message",
    "exceptionMessage", "error_description", "msg", "encoded_authorization_message", "detail", "details",
    "defaultMessage", "faultstring", "description", "reason",
)  # fmt: skip
_ALL = ("errors", "Errors", "validation_errors", "invalid_params", "invalid-params", "issues", "extra")
_PLACES = ("loc", "location", "field", "pointer", "key", "name")
CODES = ("error_code", "errorCode", "code", "Code", "__type")


def message(body: Any, levels: int = 5) -> str:
    """The messages in the JSON of an error, also by field (RFC 9457, OAuth, JSON:API…); empty for none."""
    if not levels or isinstance(body, str):
        return body.strip() if isinstance(body, str) else ""
    if isinstance(body, list):
        return "; ".join(filter(None, (message(item, levels - 1) for item in body[:20])))
    if not isinstance(body, Mapping):
        return ""
    own = {key: text for key, value in body.items() if (text := message(value, levels - 1))}
    main = next((own[name] for name in _MESSAGES if name in own), "")
    parts = [body.get("title"), main, next((own[name] for name in _ALL if name in own), "")]
    said = ": ".join(dict.fromkeys(part for part in parts if part and isinstance(part, str)))
    if said:
        place = next((body[name] for name in _PLACES if body.get(name)), body.get("path"))
        if isinstance(body.get("source"), Mapping):  # JSON:API
            place = body["source"].get("pointer") or body["source"].get("parameter")
        if isinstance(place, list):
            place = ".".join(map(str, place))
        return f"{place}: {said}" if isinstance(place, str) and place not in ("", body.get("path")) else said
    if "error" in own:
        return own["error"]
    lists = [key for key in body if isinstance(body[key], list)]
    if lists and all(key in own and isinstance(body[key], (list, Mapping)) for key in body):
        return "; ".join(f"{key}: {text}" for key, text in own.items())
    return next((text for key, text in own.items() if isinstance(body[key], Mapping)), "")


def first(names: tuple[str, ...], body: Any) -> str | None:
    """The first string or number with one of these names: at the top of JSON, or in an object in it."""
    values = list(body.values()) if isinstance(body, Mapping) else []
    values += [value[0] for value in values if isinstance(value, list) and value]
    objects = [item for item in (body, *values) if isinstance(item, Mapping)]
    found = (item[name] for item in objects for name in names if type(item.get(name)) in (str, int))
    return next((str(value) for value in found if value), None)
