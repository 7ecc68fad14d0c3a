"""Parameters in the default styles of paths and queries (OpenAPI 3.1 §4.8.12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .lazy import LazyModule
from .operation import BaseParameter, Head, encoded_pairs, form_pairs, is_list, quoted, texts, to_text

if TYPE_CHECKING:
    from . import json_values
else:
    json_values = LazyModule(".json_values", __package__)


@dataclass(frozen=True, slots=True)
class Parameter(BaseParameter):
    """A parameter in the default style of its location."""

    style: str
    explode: bool
    allow_reserved: bool = False

    def json(self, value: Any) -> Any:
        """A value as plain JSON. Raises ValueError for a value that JSON cannot represent."""
        return json_values.json_value(value)

    def write(self, value: Any, head: Head) -> None:
        """Add a JSON value to the path or the query. Raises ValueError for another URL."""
        if self.location == "path":
            self.replace(",".join(simple_parts(value, self.explode)), head)
        else:
            if is_list(value) and all(type(item) is int for item in value):
                head.integer_lists |= {self.wire_name}
            head.query += encoded_pairs(form_pairs(self.wire_name, value, self.explode), self.allow_reserved)

    def replace(self, segment: str, head: Head) -> None:
        """Put an encoded segment into the path. Raises ValueError for one that would go to another URL."""
        if segment in ("", ".", ".."):
            raise ValueError("would change the path of the request")
        head.path = head.path.replace(f"{{{self.wire_name}}}", segment)


def simple_parts(value: Any, explode: bool) -> list[str]:
    """The percent-encoded parts of a path parameter (style simple)."""
    if explode and isinstance(value, Mapping):
        return [f"{quoted(key)}={quoted(to_text(item))}" for key, item in value.items()]
    return [quoted(text) for text in texts(value)]
