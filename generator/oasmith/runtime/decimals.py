# A module of generated clients, in which another line takes the place of this one.
"""Decimals: strings or numbers in requests, as the description says, and every digit of them in responses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from .branches import BranchContract
from .errors import Violation


class DecimalContract(BranchContract):
    """The contract of an API with Decimals."""

    def settled(
        self, operation: str, request: dict[str, Any]
    ) -> tuple[dict[str, Any], tuple[Violation, ...]]:
        """A request with a string for each Decimal that must not be a number, and its violations."""
        violations = self.violations(operation, request)
        if not violations or not _contains_decimal(request):
            return request, violations
        changed: Any = request
        for violation in self.found("operations", operation, request, is_bounded=False):
            parts = [part.replace("~1", "/").replace("~0", "~") for part in violation.pointer.split("/")[1:]]
            changed = _with_strings(changed, [violation.location, *parts])
        return (request, violations) if changed == request else (changed, self.violations(operation, changed))

    def unvalidated(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """A request with a string for each Decimal that must not be a number."""
        return self.settled(operation, request)[0] if _contains_decimal(request) else request

    def exact(self, annotation: Any, value: Any, text: bytes) -> Any:
        """A value with the Decimals of the JSON that it was read from: pydantic rounds numbers."""
        if not _has_decimals(annotation):
            return value
        return _exact(value, json.loads(text, parse_float=Decimal))


def _contains_decimal(value: Any) -> bool:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, Decimal):
            return True
        stack += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return False


def _with_strings(value: Any, parts: Sequence[str]) -> Any:
    """A JSON value with a string for each Decimal at a place or inside it."""
    first, rest = (parts[0], parts[1:]) if parts else (None, ())
    if isinstance(value, Mapping):
        return {
            key: _with_strings(item, rest) if first in (None, key) else item for key, item in value.items()
        }
    if isinstance(value, list):
        return [
            _with_strings(item, rest) if first in (None, str(index)) else item
            for index, item in enumerate(value)
        ]
    return format(value, "f") if isinstance(value, Decimal) and value.is_finite() else value


@lru_cache(maxsize=1024)
def _has_decimals(annotation: Any) -> bool:
    """Whether a type contains Decimals."""
    from .responses import adapter

    queue: list[Any] = [adapter(annotation).core_schema]
    while queue:
        node = queue.pop()
        if isinstance(node, dict):
            if node.get("type") == "decimal":
                return True
            queue += (value for key, value in node.items() if key not in ("metadata", "serialization"))
        elif isinstance(node, (list, tuple)):
            queue += node
    return False


def _exact(value: Any, data: Any) -> Any:
    if isinstance(value, Decimal):
        return data if isinstance(data, Decimal) else value
    if hasattr(type(value), "model_fields") and isinstance(data, dict):
        type(value).model_rebuild()  # before that, a field whose type follows its class has no alias
        for name, field in type(value).model_fields.items():
            if name in value.model_fields_set:
                vars(value)[name] = _exact(vars(value)[name], data.get(field.alias or name))
        _exact(value.model_extra, data)
    elif isinstance(value, list) and isinstance(data, list):
        value[:] = map(_exact, value, data)
    elif isinstance(value, dict) and isinstance(data, dict):
        value.update((key, _exact(item, data.get(key))) for key, item in value.items())
    return value
