# A module of generated clients, in which another line takes the place of this one.
"""The request contract of an API, validated by jsonschema-rs (JSON Schema 2020-12, formats asserted).

This is for requests of scalars and arrays of them; ``branches.py`` is for all others.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from itertools import islice
from logging import Logger
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .base_contract import MAX_DEPTH, TOO_DEEP, BaseContract, Redaction, ValidateRequests
from .errors import HIDDEN, RequestValidationError, Violation, shortened
from .lazy import LazyModule

if TYPE_CHECKING:
    import pydantic_core
    from jsonschema_rs import Draft202012Validator, FancyRegexOptions, ValidationError
else:
    pydantic_core = LazyModule("pydantic_core", None)

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_REASONS = 100
"""How many reasons are collected for one value."""
INSTANCE = "\0"
"""The placeholder for the value in a message."""
_PATTERN_BYTES = 256 * 1024 * 1024
"""How much memory one compiled pattern may take. ``.{1,65535}`` takes about 70 MB."""
_MOST_BITS = 14_000
"""Longer integers have more digits than Python writes by default (4,300)."""
_SHORT = 4_000
"""A JSON text of this length has no integer of more than ``_MOST_BITS``."""
_NOT_FINITE = "is infinite or not a number, which JSON cannot represent"
_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def pattern_options() -> FancyRegexOptions:
    """How patterns are compiled, in the contract and wherever a schema is validated before."""
    from jsonschema_rs import FancyRegexOptions

    return FancyRegexOptions(size_limit=_PATTERN_BYTES)


Advise = Callable[[str, str, Mapping[str, Any], Mapping[str, Any]], None]
"""Gets an operation, the key of its schema in the contract, the contract, and a valid request."""
Formats = Mapping[str, Callable[[str], bool]]


@dataclass(frozen=True, slots=True)
class Reason:
    """One keyword that a value does not conform to.

    ``message`` has ``INSTANCE`` in place of the value. ``keyword`` is the keyword, ``expected`` its
    value, and ``rule`` the innermost ``x-rule`` around it. If ``keyword`` is empty, the message says
    nothing about the value.
    """

    path: tuple[str | int, ...]
    value: Any
    message: str
    keyword: str = ""
    expected: Any = None
    rule: Mapping[str, Any] | None = None

    def text(self, value: Any, is_secret: bool) -> str:
        """The message about a value, without a secret one."""
        if is_secret and self.keyword:
            has_limit = self.expected is not None and not isinstance(self.expected, bool)
            limit = f": {_json(self.expected)}" if has_limit else ""
            return f"{HIDDEN} does not conform to {self.keyword}{limit}"
        if INSTANCE not in self.message:
            return self.message
        return self.message.replace(INSTANCE, shortened(_json(value)))


class Contract(BaseContract):
    """The contract of a package: read at the first use and compiled once per operation.

    ``source`` returns it as JSON, or is the same as data. It has ``operations`` (id to a schema of an
    object with the members path, query, header, cookie and body), ``rules`` (model name to a schema of
    just the rules on that object), ``components``, to which both refer, and ``advice`` (operation id to
    hints for ``advise``). ``redaction`` hides secrets, and ``formats`` are checks of formats that replace
    those of JSON Schema.
    """

    def __init__(
        self,
        source: Callable[[], str] | Mapping[str, Any],
        redaction: Redaction | None = None,
        advise: Sequence[Advise] = (),
        formats: Formats | None = None,
    ) -> None:
        super().__init__(redaction)
        self._source = source
        self._advise = advise
        self._formats = formats
        self._lock = Lock()
        self._validators: dict[tuple[str, str], Draft202012Validator] = {}

    @cached_property
    def document(self) -> dict[str, Any]:
        """The contract as data."""
        if isinstance(self._source, Mapping):
            return dict(self._source)
        document: dict[str, Any] = json.loads(self._source())
        return document

    def violations(self, operation: str, request: Mapping[str, Any]) -> tuple[Violation, ...]:
        """The ways in which a request breaks the description, in document order; at most 100.

        ``request`` has JSON values: objects by wire name under path, query, header and cookie, and
        the body under body. Raises KeyError for an operation that does not exist.
        """
        return self.found("operations", operation, request)

    def settled(
        self, operation: str, request: dict[str, Any]
    ) -> tuple[dict[str, Any], tuple[Violation, ...]]:
        """A request as it is sent, and its violations. Raises KeyError for an unknown operation."""
        return request, self.found("operations", operation, request)

    def accepted(
        self,
        operation: str,
        key: str,
        request: dict[str, Any],
        violations: tuple[Violation, ...],
        validate: ValidateRequests,
        log: Logger,
    ) -> dict[str, Any]:
        """A request as it is sent, validated as ``validate`` says. Raises RequestValidationError.

        ``violations`` are those that its JSON does not show. Warns where a valid request does not follow
        advice of the description.
        """
        if not validate:
            return self.unvalidated(key, request)
        request, found = self.settled(key, request)
        violations += found
        if violations and validate != "warn":
            raise RequestValidationError(operation, violations)
        if violations:
            log.warning(
                "%s is sent although it violates its description: %s",
                operation,
                "; ".join(map(str, violations)),
            )
        else:
            for advise in self._advise:
                advise(operation, key, self.document, request)
        return request

    def unvalidated(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """A request as it is sent without validation."""
        return request

    def found(
        self,
        section: str,
        name: str,
        value: Mapping[str, Any],
        above: tuple[str, ...] = (),
        is_bounded: bool = True,
    ) -> tuple[Violation, ...]:
        """The ways in which a value breaks a schema of a section; ``above`` is put before its path."""
        try:
            if _is_surely_sendable(value) and self.validator(section, name).is_valid(value):
                return ()
        except ValueError:
            pass  # the reason is found below
        problem = unsendable(value)
        if problem is not None:
            return (self._violation(problem, above),)
        if self.validator(section, name).is_valid(value):
            return ()
        reasons = self._reasons(section, name, value, is_bounded)
        violations = [self._violation(reason, above) for reason in reasons]
        # Each rule once for each place, however many of its keywords failed there.
        return tuple({(it.location, it.pointer, it.rule or it.message): it for it in violations}.values())

    def _reasons(self, section: str, name: str, value: Any, is_bounded: bool) -> Iterable[Reason]:
        """The reasons why a value is invalid; ``is_bounded`` limits their number."""
        schema = self._schema(section, name)
        errors = self.validator(section, name).iter_errors(value)
        for error in islice(errors, MOST_REASONS if is_bounded else None):
            yield reason(error, schema, value)

    def validator(self, section: str, name: str) -> Draft202012Validator:
        """The validator of a schema, for a quick yes or no."""
        known = self._validators.get((section, name))
        if known is None:
            with self._lock:
                known = self._validators[section, name] = compiled(self._schema(section, name), self._formats)
        return known

    def _schema(self, section: str, name: str) -> dict[str, Any]:
        return {
            "$schema": _DIALECT,
            **self.document[section][name],
            "components": self.document["components"],
        }

    def _violation(self, reason: Reason, above: tuple[str, ...]) -> Violation:
        location, *rest = (*above, *reason.path) or ("request",)
        names = [str(part) for part in rest]
        is_secret = self.redaction.hides(names)
        value = HIDDEN if is_secret else self.redaction.value(reason.value)
        rule = reason.rule or {}
        return Violation(
            location=str(location),
            pointer="".join("/" + name.replace("~", "~0").replace("/", "~1") for name in names),
            value=value,
            message=rule["message"] if rule else reason.text(value, is_secret),
            rule=rule.get("id", ""),
            source=rule.get("source", ""),
        )


def compiled(schema: dict[str, Any], formats: Formats | None = None) -> Draft202012Validator:
    """The validator of a schema, whose messages have ``INSTANCE`` in place of values."""
    from jsonschema_rs import Draft202012Validator

    options = pattern_options()
    return Draft202012Validator(
        schema,
        validate_formats=True,
        formats=dict(formats or {}),
        mask=INSTANCE,
        pattern_options=options,
    )


def reason(error: ValidationError, schema: Any, value: Any) -> Reason:
    """The reason for an error of jsonschema-rs; ``schema`` is the whole schema of ``value``."""
    path: list[str | int] = []
    for part in error.instance_path:
        path.append(key(value, part))
        value = value[path[-1]]
    node: Any = schema
    for part in error.evaluation_path:
        node = inner(schema, node, part)
    return Reason(tuple(path), value, error.message, str(error.evaluation_path[-1]), node)


def inner(document: Any, schema: Any, part: str | int) -> Any:
    """A step into a schema: the target of a reference, or what a keyword has."""
    if part == "$ref" and isinstance(schema["$ref"], str):
        return resolved(document, schema["$ref"])
    return schema[key(schema, part)]


def key(node: Any, part: str | int) -> str | int:
    """A step into a value; jsonschema-rs gives a name of digits as a number, without leading zeros."""
    if not isinstance(node, Mapping) or isinstance(part, str):
        return part
    text = str(part)
    return (
        text if text in node else next((name for name in node if name.isdigit() and int(name) == part), text)
    )


def resolved(schema: Any, reference: str) -> Any:
    """The target of a reference inside a schema."""
    node = schema
    for part in unquote(reference).split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        node = node[int(part)] if isinstance(node, list) else node[part]
    return node


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_scalar)


def _scalar(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


def unsendable(value: Any) -> Reason | None:
    """The first place in a JSON value that cannot be sent, and why; None if there is none."""
    # Each entry is a value, its place as a chain of (part, chain above), and its depth.
    stack: list[tuple[Any, Any, int]] = [(value, None, 0)]
    while stack:
        node, place, depth = stack.pop()
        kind = type(node)
        if kind is str:
            problem = None if node.isascii() else _text_problem(node)
        elif kind is dict or kind is list:
            if depth > MAX_DEPTH:
                return Reason(_path(place)[:2], None, TOO_DEEP)
            problem = None
            if kind is list:
                stack += [(item, (index, place), depth + 1) for index, item in enumerate(node)][::-1]
            else:
                for key in node:
                    if not isinstance(key, str):
                        problem = f"has the key {key!r}, which is not a string"
                    elif not key.isascii():
                        problem = problem or _text_problem(key, "has a key that ")
                stack += [(item, (key, place), depth + 1) for key, item in node.items()][::-1]
        elif kind is float:
            problem = None if math.isfinite(node) else _NOT_FINITE
        elif kind is Decimal:
            problem = None if node.is_finite() else _NOT_FINITE
        elif kind is int and node.bit_length() > _MOST_BITS:
            problem = "is an integer of more than 4,300 digits"
        else:
            problem = None
        if problem is not None:
            return Reason(_path(place), None, problem)
    return None


def _is_surely_sendable(value: Any) -> bool:
    """A quick yes for most JSON values that can be sent; no for all others, and for some that can.

    It does not see keys that are not strings, for which jsonschema-rs raises ValueError.
    """
    try:
        text: bytes = pydantic_core.to_json(value)
    except ValueError:
        return False
    has_few_levels = text.count(b"{") + text.count(b"[") <= MAX_DEPTH
    has_short_integers = len(text) <= _SHORT
    return has_few_levels and has_short_integers and b"NaN" not in text and b"Infinity" not in text


def _text_problem(text: str, prefix: str = "") -> str | None:
    found = _SURROGATE.search(text)
    if found is None:
        return None
    return f"{prefix}contains the lone surrogate U+{ord(found[0]):04X}, which UTF-8 cannot represent"


def _path(place: Any) -> tuple[Any, ...]:
    """A chain of parts as a path."""
    parts = []
    while place is not None:
        part, place = place
        parts.append(part)
    return tuple(parts[::-1])
