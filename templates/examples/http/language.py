"""Request files, which editors send."""

from __future__ import annotations

import re
from typing import Any

from oasmith.products.examples.language import Language
from oasmith.quoting import Code, InexpressibleError, scalar_text


def http_value(value: Any) -> str:
    """A value inside a line of a request file, which knows no escapes. Raises InexpressibleError.

    Its programs carry out what stands between two braces.
    """
    text = scalar_text(value)
    if not text.isprintable() or "{{" in text:
        raise InexpressibleError(f"{text!r} cannot be written in a line of a request file")
    return text


def http_reference(name: str) -> Code:
    """A variable of a request file: ``{{name}}``."""
    return Code("{{" + http_value(name) + "}}")


_MARKS_IN_BODIES = re.compile(
    r"\{\{|^\s*(?:#|//|@[^\s=]+\s*=|```)|^<(?:>|\s|@\w*\s)|^>|\A\s*(?:\n|\Z)|\n\s*\Z", re.MULTILINE
)
"""Text that editors which send request files interpret as something other than a body, or remove.

Two braces begin a variable; a line is a comment, the next request, a variable, a test, the name of a
file or the handling of the response. No editor has an escape for any of them.
"""


def http_body(text: str, is_multipart: bool) -> Code:
    """A body in a request file, which goes on to the end of the file.

    The editors end its lines with CR LF if it is multipart, and with LF if it is not. Raises
    InexpressibleError for a body that would be sent as another one, or that is not plainly visible.
    """
    lines = text.rstrip("\r\n").split("\r\n") if is_multipart else text.split("\n")
    is_plain = all(line.replace("\t", " ").isprintable() for line in lines)
    if text and (not is_plain or _MARKS_IN_BODIES.search("\n".join(lines))):
        raise InexpressibleError("request files have no way to write this body as it is")
    return Code(text)


def http_json_body(text: str) -> Code:
    """JSON as a body in a request file; two braces, which begin a variable there, are escaped."""
    return Code(text.replace("{{", "{\\u007b"))


LANGUAGE = Language(http_value, {"reference": http_reference, "body": http_body, "json_body": http_json_body})
