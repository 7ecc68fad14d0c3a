"""The description's own conditions, held to by jsonschema-rs (JSON Schema 2020-12, formats asserted)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote

from jsonschema_rs import Draft202012Validator, ValidationError

from .errors import Violation

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Contract:
    """The contract of a package: read at the first use and compiled once per operation.

    It is a JSON file, or the same as data. It holds ``operations`` (id to a schema of an object with
    the members path, query, header, cookie and body), ``rules`` (model name to a schema of just the
    rules on that object), ``components``, into which both refer, and ``advised``, the ids of the
    operations whose schemas carry advice.
    """

    def __init__(self, source: Path | Mapping[str, Any]) -> None:
        self._source = source
        self._lock = Lock()
        self._validators: dict[tuple[str, str, bool], tuple[Draft202012Validator, dict[str, Any]]] = {}

    @cached_property
    def document(self) -> dict[str, Any]:
        """The contract as data."""
        if isinstance(self._source, Path):
            data: dict[str, Any] = json.loads(self._source.read_bytes())
            return data
        return dict(self._source)

    def violations(self, operation: str, request: Mapping[str, Any]) -> tuple[Violation, ...]:
        """Every way in which a request breaks the description, in document order.

        ``request`` holds JSON values: objects by wire name under path, query, header and cookie, and
        the body under body. Raises KeyError for an operation that does not exist.
        """
        return self._found("operations", operation, request)

    def broken_rules(self, model: str, value: Mapping[str, Any]) -> tuple[Violation, ...]:
        """Which rules on one object its JSON breaks; rules inside its members are theirs to check."""
        return self._found("rules", model, {"body": value})

    def advice(self, operation: str, request: Mapping[str, Any]) -> tuple[str, ...]:
        """What the description advises against in a request that does not break it (``x-advice``)."""
        if operation not in self._advised:
            return ()
        validator, _ = self._validator("operations", operation, {"x-advice": _Advice})
        return tuple(
            f"{_location(error)} {_pointer(error)}: {error.message}"
            for error in validator.iter_errors(request)
        )

    @cached_property
    def _advised(self) -> frozenset[str]:
        return frozenset(self.document.get("advised", ()))

    def _found(self, section: str, name: str, value: Mapping[str, Any]) -> tuple[Violation, ...]:
        validator, schema = self._validator(section, name)
        if validator.is_valid(value):
            return ()
        errors = sorted(validator.iter_errors(value), key=lambda error: _position(value, error.instance_path))
        return _distinct(_violation(error, schema) for error in errors)

    def _validator(
        self, section: str, name: str, keywords: dict[str, type[Any]] | None = None
    ) -> tuple[Draft202012Validator, dict[str, Any]]:
        key = (section, name, keywords is not None)
        known = self._validators.get(key)
        if known is None:
            schema = {
                "$schema": _DIALECT,
                **self.document[section][name],
                "components": self.document["components"],
            }
            with self._lock:
                known = (Draft202012Validator(schema, validate_formats=True, keywords=keywords), schema)
                self._validators[key] = known
        return known


class _Advice:
    """``x-advice``: a list of hints, each that one number should be less than another of the same object."""

    def __init__(self, parent_schema: Any, value: list[dict[str, str]], schema_path: Any) -> None:
        self.hints = value

    def validate(self, instance: Any) -> None:
        for error in self.iter_errors(instance):
            raise error

    def iter_errors(self, instance: Any) -> Iterator[ValueError]:
        for hint in self.hints if isinstance(instance, dict) else ():
            low, high = instance.get(hint["field"]), instance.get(hint["less-than"])
            if low is not None and high is not None and not low < high:
                yield ValueError(f"{hint['message']} [{hint['id']}; {hint['source']}]")


def _location(error: ValidationError) -> str:
    return str(error.instance_path[0]) if error.instance_path else "request"


def _pointer(error: ValidationError) -> str:
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in error.instance_path[1:])
    return "".join(f"/{part}" for part in parts)


def _violation(error: ValidationError, schema: dict[str, Any]) -> Violation:
    rule = _rule(schema, error.evaluation_path)
    return Violation(
        location=_location(error),
        pointer=_pointer(error),
        value=error.instance,
        message=rule["message"] if rule else error.message,
        rule=rule["id"] if rule else "",
        source=rule.get("source", "") if rule else "",
    )


def _rule(schema: dict[str, Any], path: Iterable[str | int]) -> dict[str, Any] | None:
    """The innermost rule on the way from a schema to the keyword that failed."""
    node: Any = schema
    rule: dict[str, Any] | None = None
    for part in path:
        node = _resolved(schema, node["$ref"]) if part == "$ref" else node[part]
        if isinstance(node, dict):
            rule = node.get("x-rule", rule)
    return rule


def _resolved(schema: Any, reference: str) -> Any:
    node = schema
    for part in unquote(reference).split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        node = node[int(part)] if isinstance(node, list) else node[part]
    return node


def _position(value: Any, path: Iterable[str | int]) -> list[int]:
    """Where in a document a value stands: the index of each step among its siblings."""
    position = []
    for part in path:
        position.append(list(value).index(part) if isinstance(value, Mapping) else int(part))
        value = value[part]
    return position


def _distinct(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """Each rule once for each place, however many of its keywords failed there."""
    return tuple({(v.location, v.pointer, v.rule or v.message): v for v in violations}.values())
