# A module of generated clients, in which another line takes the place of this one.
"""What messages hide: the values of secret properties and parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import unquote_plus

from .base_contract import Redaction
from .errors import HIDDEN

ANY_NAME = "*"
"""Among the names of secrets: every value is secret."""
_READ = 100_000
"""How many characters of a body are read for a message."""


class Secrets(Redaction):
    """Hides the members of JSON objects with these names; the name ``*`` hides every value."""

    def __init__(self, *names: str) -> None:
        self._names = frozenset(names)

    def hides(self, names: Iterable[str]) -> bool:
        """Whether a value that is below these names is secret."""
        return ANY_NAME in self._names or not self._names.isdisjoint(names)

    def value(self, value: Any) -> Any:
        """A JSON value with ``***`` in place of secrets."""
        if ANY_NAME in self._names:
            return HIDDEN
        if isinstance(value, Mapping):
            return {key: HIDDEN if key in self._names else self.value(item) for key, item in value.items()}
        return [self.value(item) for item in value] if isinstance(value, list) else value

    def text(self, text: str) -> str:
        """A string, such as a body, without secrets.

        JSON is shown without their values, also if its end is missing. Any other text that contains one
        of the names, in whatever notation, is not shown.
        """
        from pydantic_core import from_json  # slow to load

        text = text[:_READ]
        with suppress(ValueError):
            value = from_json(text.encode("utf-8", "replace"), allow_partial="trailing-strings")
            shown = self.value(value)
            if shown == value and not self._mentioned(text):
                return text
            if isinstance(shown, (dict, list)):
                return json.dumps(shown, ensure_ascii=False)
        return f"{HIDDEN} ({len(text):,} characters)" if self._mentioned(text) else text

    def _mentioned(self, text: str) -> bool:
        """Whether a text contains one of the names, also with the escapes of JSON or a form."""
        if ANY_NAME in self._names:
            return True
        decoded = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
        plain = unquote_plus(decoded).replace("\\", "").replace("\0", "").casefold()
        return any(name.replace("+", " ").replace("\\", "").casefold() in plain for name in self._names)
