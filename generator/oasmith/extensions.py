"""The registry of ``x-`` keywords: where each is allowed, its JSON Schema, its reader and its documentation.

To add a keyword, add one ``Extension`` here. ``reading.repairs.extensions`` reports each malformed use with
its location and removes it, so that readers only get values that are valid for their schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from jsonschema_rs import Draft202012Validator

from oasmith.runtime.base_contract import ValidateRequests

Holder = str
"""The kind of object that has an extension: a ``structure.Kind``, ``server``, ``tag`` or ``info``."""

T = TypeVar("T")


@dataclass(frozen=True)
class Extension(Generic[T]):
    """One keyword.

    ``schemas`` are the JSON Schemas of its values by the kind of object that can have it. ``read`` gets a
    value that is valid for its schema. ``documentation`` is one sentence for the table of extensions.
    """

    keyword: str
    schemas: Mapping[Holder, Mapping[str, Any]]
    documentation: str
    read: Callable[[Any], T]

    def of(self, node: Any) -> T | None:
        """The value of the keyword on an object, as ``read`` returns it; None if it is absent."""
        if not isinstance(node, Mapping) or self.keyword not in node:
            return None
        return self.read(node[self.keyword])

    @cached_property
    def validators(self) -> Mapping[Holder, Draft202012Validator]:
        """The compiled schema for each kind of object."""
        return {holder: Draft202012Validator(dict(schema)) for holder, schema in self.schemas.items()}


@dataclass(frozen=True, slots=True)
class RuleNote:
    """The value of ``x-rule``, which describes the condition beside it."""

    id: str
    message: str
    source: str
    enforced_by: Literal["client", "server"]


def _object(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "required": list(required), "additionalProperties": False,
    }  # fmt: skip


def _or(plain: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a plain value or an object. Without ``anyOf``, errors point into the object."""
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
    "`false` for names with everything that a web framework added to operation ids or that repeats the tag.",
    bool,
)
LOCAL_TIMES = Extension[bool](
    "x-oasmith-local-times",
    {"document": {"type": "boolean"}},
    "`false` to refuse times without an offset from UTC in requests.",
    bool,
)
VALIDATE_REQUESTS = Extension[ValidateRequests](
    "x-oasmith-validate-requests",
    {"document": {"enum": [True, False, "warn"]}},
    "The default of `validate_requests`: `false` sends requests without validating them, `warn` logs what "
    "violates the description and sends it.",
    lambda value: value,
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
    "A text for the reference that says when a property is required.",
    str,
)
SOURCE = Extension[str](
    "x-source",
    {"schema": _NAME},
    "The place in the vendor's documentation that describes a schema, for the reference.",
    str,
)
EXTENSIBLE_ENUM = Extension[tuple[Any, ...]](
    "x-extensible-enum",
    {"schema": {"type": "array"}},
    "The known values of a property that also allows other values.",
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
    "`true` for a parameter that can also be an argument of the client.",
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
    "The environment variables and the file that have the credentials or the server URL by default.",
    lambda value: value if isinstance(value, Mapping) else {"variable": value},
)
VENDOR_SDK = Extension[Mapping[str, Any]](
    "x-vendor-sdk",
    {
        "document": _or(_NAME, _object(("family",), family=_NAME, service=_NAME, version=_NAME, name=_NAME)),
        "schema": _object(enum={"type": "boolean"}, type=_NAME, name=_NAME),
    },
    "The vendor's SDK for this API, for samples: `{family, service, version, name}`; on a property, "
    "`{enum: true}` if that SDK has a class for its values.",
    lambda value: value if isinstance(value, Mapping) else {"family": value},
)

EXTENSIONS: tuple[Extension[Any], ...] = (
    NAME, SHORT_NAMES, LOCAL_TIMES, VALIDATE_REQUESTS, DEPRECATED_REASON, SUNSET, PAGINATION,
    RULE, ADVICE, MANDATORY, SOURCE, EXTENSIBLE_ENUM, CONTENT_TYPE, CLIENT_PARAMETER, ENVIRONMENT, VENDOR_SDK,
)  # fmt: skip

OWN_PREFIX = "x-oasmith-"
"""The prefix of keywords that only oasmith defines; an unknown one is a mistake."""


def table() -> str:
    """The extensions as a Markdown table."""
    rows = [
        f"| `{extension.keyword}` | {', '.join(name.replace('_', ' ') for name in extension.schemas)} "
        f"| {extension.documentation} |"
        for extension in EXTENSIONS
    ]
    return "\n".join(("| Keyword | On | Meaning |", "|---|---|---|", *rows))
