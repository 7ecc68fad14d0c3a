"""The description's own conditions, held to by jsonschema-rs (JSON Schema 2020-12, formats asserted)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .errors import ANY_NAME, HIDDEN, Violation, without_secret_members
from .reasons import Reason, Reasons, pattern_options
from .wellformed import unsendable

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Contract:
    """The contract of a package: read at the first use and compiled once per operation.

    It is a JSON file, or the same as data. It holds ``operations`` (id to a schema of an object with
    the members path, query, header, cookie and body), ``rules`` (model name to a schema of just the
    rules on that object), ``components``, into which both refer, and ``advice`` (operation id to
    hints, each with the path of the objects that it is for). ``secrets`` are the names of members
    whose values are never shown.
    """

    def __init__(self, source: Path | Mapping[str, Any], secrets: frozenset[str] = frozenset()) -> None:
        self.secrets = secrets
        self._source = source
        self._lock = Lock()
        self._validators: dict[tuple[str, str], Draft202012Validator] = {}
        self._finders: dict[tuple[str, str], Reasons] = {}

    @cached_property
    def document(self) -> dict[str, Any]:
        """The contract as data."""
        if isinstance(self._source, Path):
            data: dict[str, Any] = json.loads(self._source.read_bytes())
            return data
        return dict(self._source)

    def violations(self, operation: str, request: Mapping[str, Any]) -> tuple[Violation, ...]:
        """The ways in which a request breaks the description, in document order; at most 100.

        ``request`` holds JSON values: objects by wire name under path, query, header and cookie, and
        the body under body. Raises KeyError for an operation that does not exist.
        """
        return self._found("operations", operation, request)

    def settled(
        self, operation: str, request: dict[str, Any]
    ) -> tuple[dict[str, Any], tuple[Violation, ...]]:
        """A request whose Decimals are strings where the description asks for strings, and its violations.

        Else a Decimal is a number. Raises KeyError for an operation that does not exist.
        """
        violations = self.violations(operation, request)
        if not violations or not _has_decimals(request):
            return request, violations
        changed: Any = request
        for violation in self._found("operations", operation, request, is_bounded=False):
            parts = [part.replace("~1", "/").replace("~0", "~") for part in violation.pointer.split("/")[1:]]
            changed = _with_strings(changed, [violation.location, *parts])
        return (request, violations) if changed == request else (changed, self.violations(operation, changed))

    def broken_rules(self, model: str, value: Mapping[str, Any]) -> tuple[Violation, ...]:
        """Which rules on one object its JSON breaks; rules inside its members are theirs to check."""
        return self._found("rules", model, value, ("body",))

    def rules_validator(self, model: str) -> Draft202012Validator:
        """The validator of the rules on one object, for a quick yes or no."""
        return self._validator("rules", model)

    def advice(self, operation: str, request: Mapping[str, Any]) -> list[str]:
        """What the description advises against in a request that does not break it (``x-advice``)."""
        hints = self._advice.get(operation)
        if not hints:
            return []
        return [
            f"{pointer[1:].replace('/', ' /', 1)}: {hint['message']} [{hint['id']}; {hint['source']}]"
            for hint in hints
            for pointer, value in _objects_at(request, hint["at"])
            if _is_less(value.get(hint["field"]), value.get(hint["less-than"])) is False
        ]

    @cached_property
    def _advice(self) -> dict[str, list[dict[str, Any]]]:
        hints: dict[str, list[dict[str, Any]]] = self.document["advice"]
        return hints

    def _found(
        self,
        section: str,
        name: str,
        value: Mapping[str, Any],
        above: tuple[str, ...] = (),
        is_bounded: bool = True,
    ) -> tuple[Violation, ...]:
        problem = unsendable(value)
        if problem is not None:
            return (_violation(problem, above, self.secrets),)
        if self._validator(section, name).is_valid(value):
            return ()
        reasons = self._reasons(section, name).of(value, is_bounded)
        return _distinct(_violation(reason, above, self.secrets) for reason in reasons)

    def _validator(self, section: str, name: str) -> Draft202012Validator:
        known = self._validators.get((section, name))
        if known is None:
            from jsonschema_rs import Draft202012Validator

            with self._lock:
                known = Draft202012Validator(
                    self._schema(section, name), validate_formats=True, pattern_options=pattern_options()
                )
                self._validators[section, name] = known
        return known

    def _reasons(self, section: str, name: str) -> Reasons:
        known = self._finders.get((section, name))
        if known is None:
            with self._lock:
                known = self._finders[section, name] = Reasons(self._schema(section, name))
        return known

    def _schema(self, section: str, name: str) -> dict[str, Any]:
        own = self.document[section][name]
        schemas = _reachable(own, self.document["components"]["schemas"])
        return {"$schema": _DIALECT, **own, "components": {"schemas": schemas}}


def _reachable(schema: Any, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The components that a schema refers to, directly or through others: compiling all takes long."""
    found: dict[str, Any] = {}
    queue = [schema]
    while queue:
        node = queue.pop()
        if isinstance(node, list):
            queue += node
        elif isinstance(node, dict):
            queue += node.values()
            reference = node.get("$ref")
            if isinstance(reference, str):
                name = unquote(reference).removeprefix("#/components/schemas/").split("/")[0]
                if name in schemas and name not in found:
                    found[name] = schemas[name]
                    queue.append(schemas[name])
    return found


def _has_decimals(value: Any) -> bool:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, Decimal):
            return True
        stack += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return False


def _with_strings(value: Any, parts: Sequence[str]) -> Any:
    """A JSON value with each Decimal at a place, or in what is there, as a string."""
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


def _is_less(low: Any, high: Any) -> bool | None:
    """None where there are no two numbers to compare."""
    return low < high if isinstance(low, (int, float)) and isinstance(high, (int, float)) else None


def _objects_at(value: Any, path: Sequence[str], pointer: str = "") -> list[tuple[str, dict[str, Any]]]:
    """The objects at a path, with their pointers; ``*`` in it stands for every item."""
    for index, step in enumerate(path):
        if step == "*" and isinstance(value, list):
            rest = path[index + 1 :]
            return [
                found
                for number, item in enumerate(value)
                for found in _objects_at(item, rest, f"{pointer}/{number}")
            ]
        if not isinstance(value, dict) or step not in value:
            return []
        value = value[step]
        pointer = f"{pointer}/{step}"
    return [(pointer, value)] if isinstance(value, dict) else []


def _violation(reason: Reason, above: tuple[str, ...], secrets: frozenset[str]) -> Violation:
    location, *rest = (*above, *reason.path) or ("request",)
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in rest)
    is_secret = ANY_NAME in secrets or not secrets.isdisjoint(map(str, rest))
    value = HIDDEN if is_secret else without_secret_members(reason.value, secrets)
    rule = reason.rule
    return Violation(
        location=str(location),
        pointer="".join(f"/{part}" for part in parts),
        value=value,
        message=rule["message"] if rule else reason.text(value, is_secret),
        rule=rule["id"] if rule else "",
        source=rule.get("source", "") if rule else "",
    )


def _distinct(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """Each rule once for each place, however many of its keywords failed there."""
    return tuple({(v.location, v.pointer, v.rule or v.message): v for v in violations}.values())
