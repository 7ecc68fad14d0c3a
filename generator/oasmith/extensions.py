"""Every ``x-`` keyword that oasmith reads: where it may be used, its JSON Schema, its reader, its line of
documentation.

To add a keyword, add one ``Extension`` here. ``reading.repairs.extensions`` reports each malformed use with
its location and ignores it, so that a reader only ever sees values that its schema allows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from jsonschema_rs import Draft202012Validator

Holder = str
"""The kind of object that carries an extension: a ``structure.Kind``, ``server``, ``tag`` or ``info``."""

T = TypeVar("T")


@dataclass(frozen=True)
class Extension(Generic[T]):
    """One keyword. ``read`` gets a value that is valid for the schema of its holder."""

    keyword: str
    schemas: Mapping[Holder, Mapping[str, Any]]
    documentation: str
    read: Callable[[Any], T]

    def of(self, node: Any) -> T | None:
        """What the keyword says on an object; None where it is absent."""
        if not isinstance(node, Mapping) or self.keyword not in node:
            return None
        return self.read(node[self.keyword])

    @cached_property
    def validators(self) -> Mapping[Holder, Draft202012Validator]:
        """The compiled schema for each kind of object."""
        return {holder: Draft202012Validator(dict(schema)) for holder, schema in self.schemas.items()}


@dataclass(frozen=True, slots=True)
class RuleNote:
    """What ``x-rule`` says of the condition beside it."""

    id: str
    message: str
    source: str
    enforced_by: Literal["client", "server"]


def _object(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "required": list(required), "additionalProperties": False,
    }  # fmt: skip


def _or(plain: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, Any]:
    """A plain value or an object; without ``anyOf``, so that an error points into the object."""
    return {"if": {"type": "object"}, "then": details, "else": plain}


def _rule(value: Mapping[str, Any]) -> RuleNote:
    return RuleNote(
        value["id"], value["message"], value.get("source", ""), value.get("enforced-by", "client")
    )


_TEXT = {"type": "string"}
_NAME = {"type": "string", "minLength": 1}
_NAMES = {"anyOf": [_NAME, {"type": "array", "items": _NAME, "minItems": 1}]}
_FILE = {"path": _NAME, "path-variable": _NAME}

NAME = Extension[str](
    "x-oasmith-name",
    dict.fromkeys(("schema", "operation", "parameter", "security_scheme", "tag"), _NAME),
    "The name to use in Python for this schema, property, operation, parameter, security scheme or tag.",
    str,
)
SHORT_NAMES = Extension[bool](
    "x-oasmith-short-names",
    {"document": {"type": "boolean"}},
    "`false` to keep in names what a web framework added to operation ids, and what repeats the tag.",
    bool,
)
DEPRECATED_REASON = Extension[str](
    "x-deprecated-reason",
    {"operation": _NAME, "parameter": _NAME},
    "Why an operation or parameter is deprecated and what to use instead: the message of the warning.",
    str,
)
SUNSET = Extension[str](
    "x-sunset",
    {"operation": _NAME},
    "The date after which a deprecated operation may no longer work.",
    str,
)
PAGINATION = Extension[Mapping[str, Any] | Literal[False]](
    "x-oasmith-pagination",
    {
        "operation": _or(
            {"const": False},
            _object(
                ("style",), style={"enum": ["link", "cursor", "page", "offset"]}, parameter=_NAME,
                items=_TEXT, next=_TEXT, start={"type": "integer"},
            ),
        )
    },
    "How to get the next page: `{style, parameter, items, next, start}`, or `false` for no pages.",
    lambda value: value,
)  # fmt: skip
RULE = Extension[RuleNote](
    "x-rule",
    {
        "schema": _object(
            ("id", "message"), id=_NAME, message=_NAME, source=_TEXT, **{
                "enforced-by": {"enum": ["client", "server"]}
            },
        )
    },
    "On a member of an `allOf`: the name of this condition and the message if a request breaks it, "
    "`{id, message, source, enforced-by}`.",
    _rule,
)  # fmt: skip
ADVICE = Extension[tuple[Mapping[str, str], ...]](
    "x-advice",
    {
        "schema": {
            "type": "array",
            "items": _object(
                ("id", "message", "field", "less-than"), id=_NAME, message=_NAME, source=_TEXT, field=_NAME,
                **{"less-than": _NAME},
            ),
        }
    },
    "Warnings, not errors, that compare two fields: `[{id, message, source, field, less-than}]`.",
    lambda value: tuple({"source": "", **hint} for hint in value),
)  # fmt: skip
MANDATORY = Extension[str](
    "x-mandatory",
    {"schema": _NAME},
    "When a property is required, in words, for the reference.",
    str,
)
EXTENSIBLE_ENUM = Extension[tuple[Any, ...]](
    "x-extensible-enum",
    {"schema": {"type": "array"}},
    "Known values of a property that allows others as well.",
    tuple,
)
CONTENT_TYPE = Extension[str](
    "x-content-type",
    {"media_type": _NAME},
    "The exact `Content-Type` header to send for this media type.",
    str,
)
CLIENT_PARAMETER = Extension[bool](
    "x-client-parameter",
    {"parameter": {"type": "boolean"}},
    "`true` for a parameter that can be given once, to the client.",
    bool,
)
ENVIRONMENT = Extension[Mapping[str, Any]](
    "x-environment",
    {
        "security_scheme": _object(
            variables={"type": "object", "additionalProperties": _NAMES},
            profile=_object(("path",), **_FILE, sections={"type": "array", "items": _NAME}),
        ),
        "server": _or(
            _NAME, _object(variable=_NAME, file=_object(("path",), **_FILE, section=_NAME, id=_NAME))
        ),
    },
    "Where credentials or another server URL come from by default: environment variables and a file.",
    lambda value: value if isinstance(value, Mapping) else {"variable": value},
)
VENDOR_SDK = Extension[Mapping[str, Any]](
    "x-vendor-sdk",
    {
        "document": _or(_NAME, _object(("family",), family=_NAME, service=_NAME, version=_NAME, name=_NAME)),
        "schema": _object(enum={"type": "boolean"}, type=_NAME, name=_NAME),
    },
    "The vendor's SDK that calls this API, for samples: `{family, service, version, name}`; on a property, "
    "`{enum: true}` for values that have a class in that SDK.",
    lambda value: value if isinstance(value, Mapping) else {"family": value},
)

EXTENSIONS: tuple[Extension[Any], ...] = (
    NAME, SHORT_NAMES, DEPRECATED_REASON, SUNSET, PAGINATION, RULE, ADVICE, MANDATORY, EXTENSIBLE_ENUM,
    CONTENT_TYPE, CLIENT_PARAMETER, ENVIRONMENT, VENDOR_SDK,
)  # fmt: skip

OWN_PREFIX = "x-oasmith-"
"""Keywords that begin so belong to oasmith alone; an unknown one is a mistake."""


def table() -> str:
    """The extensions as a Markdown table."""
    rows = [
        f"| `{extension.keyword}` | {', '.join(name.replace('_', ' ') for name in extension.schemas)} "
        f"| {extension.documentation} |"
        for extension in EXTENSIONS
    ]
    return "\n".join(("| Keyword | On | Meaning |", "|---|---|---|", *rows))
