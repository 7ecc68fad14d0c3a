"""JavaScript: a module that calls ``fetch``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from oasmith.products.examples.language import Language
from oasmith.products.examples.sample import Sample
from oasmith.quoting import Code, json_text


def javascript_literal(value: Any) -> Code:
    """A JSON value as a JavaScript expression in ASCII (ECMA-262 §12.9.4 knows JSON's escapes)."""
    return Code(json.dumps(value).replace("\x7f", "\\u007f"))


def javascript_body(value: Any) -> Code:
    """An expression for the JSON text of a value: an object made text, or else the text itself.

    A JavaScript object cannot have the key ``__proto__`` (ECMA-262 §B.3.1) or a number that is not a double.
    Keys of digits come first in it, which makes no difference in JSON.
    """
    text = json_text(value)
    if '"__proto__"' in text or not _is_kept(value):
        return javascript_literal(str(text))
    nested = text.replace("\n", "\n  ")
    return Code(f"JSON.stringify({nested})")


def _is_kept(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_kept, value.values()))
    if isinstance(value, list):
        return all(map(_is_kept, value))
    return not isinstance(value, int) or abs(value) < 2**53


def _values(sample: Sample) -> dict[str, Any]:
    call = sample.call
    return {"body": javascript_body(call.body) if call.kind == "json" else sample.body_text}


LANGUAGE = Language(javascript_literal, {"quoted": lambda name: javascript_literal(str(name))}, _values)
