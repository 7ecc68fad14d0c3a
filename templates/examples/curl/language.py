"""curl: one command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from oasmith.products.calls import Call, Part
from oasmith.products.examples.language import Language
from oasmith.products.examples.sample import Sample
from oasmith.products.examples.shell import shell_values
from oasmith.quoting.shell import shell_required, shell_word
from oasmith.runtime.media import essence

_PART_NAME = re.compile(r"[^=\\\x00-\x1f\x7f]+")
"""A name that curl writes into a multipart body as it is, but for quotes, which are ``%22`` to all."""
_PART_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; ?charset=[\w-]+)?")
_CURL_WORD = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class CurlField:
    """A part of a multipart body: ``option`` is ``--form``, or ``--form-string`` for nothing but a text."""

    option: str
    text: str


def curl_form(call: Call) -> tuple[CurlField, ...]:
    """The parts of a multipart body as curl writes them itself; none if it has to be sent as it is."""
    is_form = essence(call.content_type) == "multipart/form-data" and all(map(_is_for_curl, call.parts))
    return tuple(map(_curl_field, call.parts)) if is_form else ()


def _is_for_curl(part: Part) -> bool:
    return bool(
        _PART_NAME.fullmatch(part.name)
        and (not part.filename or _PART_NAME.fullmatch(part.filename))
        and (not part.content_type or _PART_TYPE.fullmatch(part.content_type))
    )


def _curl_field(part: Part) -> CurlField:
    if part.is_plain:
        return CurlField("--form-string", f"{part.name}={part.text}")
    filename = f";filename={_curl_word(part.filename)}" if part.filename else ""
    content_type = f";type={part.content_type}" if part.content_type else ""
    return CurlField("--form", f"{part.name}={_curl_quoted(part.text)}{filename}{content_type}")


def _curl_word(text: str) -> str:
    return text if _CURL_WORD.fullmatch(text) else _curl_quoted(text)


def _curl_quoted(text: str) -> str:
    """A text in the double quotes of curl's forms, so that no ``@``, ``<`` or ``;`` means anything."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _values(sample: Sample) -> dict[str, Any]:
    return shell_values(sample) | {"form": curl_form(sample.call)}


LANGUAGE = Language(shell_word, {"required": shell_required}, _values)
