"""The registry of change kinds: the id, side, default verdict and sentence of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from oasmith.changes.model import Change, Side, Verdict


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change. ``sentence`` is a format string for the values of the change."""

    id: str
    side: Side
    verdict: Verdict
    sentence: str

    def change(
        self, pointer: str, verdict: Verdict | None = None, names: tuple[str, ...] = (), **values: Any
    ) -> Change:
        """A change of this kind; ``verdict`` overrides that of the kind."""
        is_code = self.side == "surface"
        shown = {
            key: _shown(value) if key in _DATA and not is_code else value for key, value in values.items()
        }
        message = self.sentence.format(**shown)
        message = message[:1].upper() + message[1:]
        return Change(self.id, pointer, self.side, verdict or self.verdict, message, names=names)


class Words(str):
    """Words of a sentence in place of a value of a description."""


NONE = Words("none")


_DATA = {"has", "wants"}
_MOST_SHOWN = 8


def _shown(value: Any) -> str:
    """A value of a description in a sentence."""
    if isinstance(value, Words):
        return value
    if isinstance(value, list):
        more = f" and {len(value) - _MOST_SHOWN} more" if len(value) > _MOST_SHOWN else ""
        return ", ".join(map(_shown, value[:_MOST_SHOWN])) + more
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    text = str(value)
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`"


Direction = Literal["narrower", "wider", "both", "review"]
"""What a change of a schema does to the set of its values; "review" if that cannot be decided."""

SCHEMA_EVENTS: dict[str, tuple[Direction, str]] = {
    # name: what it does to the set of values, and its sentence
    "type-narrowed": ("narrower", "{subject} no longer allows {has}, only {wants}"),
    "type-widened": ("wider", "{subject} now also allows {wants}, not only {has}"),
    "type-changed": ("both", "{subject} changed its type from {has} to {wants}"),
    "became-not-nullable": ("narrower", "{subject} must no longer be null"),
    "became-nullable": ("wider", "{subject} may now be null"),
    "enum-added": ("narrower", "{subject} is now limited to {wants}"),
    "enum-removed": ("wider", "{subject} is no longer limited to {has}"),
    "enum-value-removed": ("narrower", "{subject} no longer allows {has}"),
    "enum-value-added": ("wider", "{subject} now also allows {wants}"),
    "minimum-added": ("narrower", "{subject} now has a minimum of {wants}"),
    "minimum-increased": ("narrower", "the minimum of {subject} increased from {has} to {wants}"),
    "minimum-decreased": ("wider", "the minimum of {subject} decreased from {has} to {wants}"),
    "minimum-removed": ("wider", "{subject} no longer has a minimum of {has}"),
    "maximum-added": ("narrower", "{subject} now has a maximum of {wants}"),
    "maximum-decreased": ("narrower", "the maximum of {subject} decreased from {has} to {wants}"),
    "maximum-increased": ("wider", "the maximum of {subject} increased from {has} to {wants}"),
    "maximum-removed": ("wider", "{subject} no longer has a maximum of {has}"),
    "multiple-of-added": ("narrower", "{subject} must now be a multiple of {wants}"),
    "multiple-of-narrowed": ("narrower", "{subject} must now be a multiple of {wants}, not of {has}"),
    "multiple-of-widened": ("wider", "{subject} may now be a multiple of {wants}, not only of {has}"),
    "multiple-of-changed": ("both", "{subject} must now be a multiple of {wants}, not of {has}"),
    "multiple-of-removed": ("wider", "{subject} need no longer be a multiple of {has}"),
    "min-length-added": ("narrower", "{subject} must now have at least {wants} characters"),
    "min-length-increased": ("narrower", "the minimum length of {subject} increased from {has} to {wants}"),
    "min-length-decreased": ("wider", "the minimum length of {subject} decreased from {has} to {wants}"),
    "min-length-removed": ("wider", "{subject} need no longer have at least {has} characters"),
    "max-length-added": ("narrower", "{subject} must now have at most {wants} characters"),
    "max-length-decreased": ("narrower", "the maximum length of {subject} decreased from {has} to {wants}"),
    "max-length-increased": ("wider", "the maximum length of {subject} increased from {has} to {wants}"),
    "max-length-removed": ("wider", "{subject} may now have more than {has} characters"),
    "min-items-added": ("narrower", "{subject} must now have at least {wants} items"),
    "min-items-increased": ("narrower", "the minimum of items in {subject} increased from {has} to {wants}"),
    "min-items-decreased": ("wider", "the minimum of items in {subject} decreased from {has} to {wants}"),
    "min-items-removed": ("wider", "{subject} need no longer have at least {has} items"),
    "max-items-added": ("narrower", "{subject} must now have at most {wants} items"),
    "max-items-decreased": ("narrower", "the maximum of items in {subject} decreased from {has} to {wants}"),
    "max-items-increased": ("wider", "the maximum of items in {subject} increased from {has} to {wants}"),
    "max-items-removed": ("wider", "{subject} may now have more than {has} items"),
    "min-properties-added": ("narrower", "{subject} must now have at least {wants} properties"),
    "min-properties-increased": (
        "narrower",
        "the minimum of properties in {subject} increased from {has} to {wants}",
    ),
    "min-properties-decreased": (
        "wider",
        "the minimum of properties in {subject} decreased from {has} to {wants}",
    ),
    "min-properties-removed": ("wider", "{subject} need no longer have at least {has} properties"),
    "max-properties-added": ("narrower", "{subject} must now have at most {wants} properties"),
    "max-properties-decreased": (
        "narrower",
        "the maximum of properties in {subject} decreased from {has} to {wants}",
    ),
    "max-properties-increased": (
        "wider",
        "the maximum of properties in {subject} increased from {has} to {wants}",
    ),
    "max-properties-removed": ("wider", "{subject} may now have more than {has} properties"),
    "pattern-added": ("narrower", "{subject} must now match the pattern {wants}"),
    "pattern-changed": ("review", "the pattern of {subject} changed from {has} to {wants}"),
    "pattern-removed": ("wider", "{subject} need no longer match the pattern {has}"),
    "format-added": ("narrower", "{subject} must now have the format {wants}"),
    "format-narrowed": ("narrower", "the format of {subject} is now {wants}, which is narrower than {has}"),
    "format-widened": ("wider", "the format of {subject} is now {wants}, which is wider than {has}"),
    "format-changed": ("both", "the format of {subject} changed from {has} to {wants}"),
    "format-removed": ("wider", "{subject} no longer has the format {has}"),
    "unique-items-added": ("narrower", "the items of {subject} must now be unique"),
    "unique-items-removed": ("wider", "the items of {subject} need no longer be unique"),
    "contains-changed": ("review", "the items that {subject} must contain changed"),
    "became-required": ("narrower", "{subject} is now required"),
    "became-optional": ("wider", "{subject} is no longer required"),
    "requires-more": ("narrower", "{subject} now requires the property {wants}"),
    "requires-less": ("wider", "{subject} no longer requires the property {has}"),
    "forbids-property": ("narrower", "{subject} is no longer allowed"),
    "allows-property": ("wider", "{subject} was added to an object that allows no other properties"),
    "describes-property": ("review", "{subject} is now described; it was one of the other properties"),
    "undescribes-property": ("review", "{subject} is no longer described; it is one of the other properties"),
    "additional-properties-restricted": (
        "narrower",
        "{subject} restricts properties that it does not describe",
    ),
    "additional-properties-allowed": ("wider", "{subject} allows more properties that it does not describe"),
    "property-names-restricted": ("narrower", "{subject} restricts the names of properties"),
    "property-names-loosened": ("wider", "{subject} allows more names of properties"),
    "pattern-properties-restricted": (
        "narrower",
        "{subject} restricts properties whose names match a pattern",
    ),
    "pattern-properties-loosened": (
        "wider",
        "{subject} allows more for properties whose names match a pattern",
    ),
    "dependent-required-added": ("narrower", "{subject} with {has} must now also have {wants}"),
    "dependent-required-removed": ("wider", "{subject} with {has} need no longer have {wants}"),
    "dependent-schema-restricted": ("narrower", "{subject} with {has} is now restricted"),
    "dependent-schema-loosened": ("wider", "{subject} with {has} is less restricted"),
    "condition-restricted": ("narrower", "{subject} has a new or narrower conditional rule"),
    "condition-loosened": ("wider", "{subject} no longer has a conditional rule, or has a wider one"),
    "not-restricted": ("review", "{subject} may exclude more values with `not`"),
    "not-loosened": ("review", "{subject} may exclude fewer values with `not`"),
    "alternative-removed": ("narrower", "{subject} no longer has the alternative {has}"),
    "alternative-added": ("wider", "{subject} now has the alternative {has}"),
    "alternatives-overlap": (
        "review",
        "values of {subject} may now be valid for two alternatives of `oneOf`",
    ),
    "alternatives-separated": ("review", "values of {subject} were valid for two alternatives of `oneOf`"),
    "became-impossible": ("narrower", "{subject} no longer allows any value"),
    "became-possible": ("wider", "{subject} now allows values"),
    "keyword-restricted": ("review", "{subject} has a new value of the keyword `{keyword}`"),
    "keyword-loosened": ("review", "{subject} had another value of the keyword `{keyword}`"),
    "too-complex": ("review", "{subject} is too complex to be compared"),
}

_SCHEMA_NOTES: dict[str, tuple[Verdict, Verdict, str]] = {
    # name: the verdict in requests and in responses, and its sentence
    "default-added": ("review", "compatible", "{subject} now has the default {wants}"),
    "default-changed": ("review", "review", "the default of {subject} changed from {has} to {wants}"),
    "default-removed": ("review", "compatible", "{subject} no longer has the default {has}"),
    "became-read-only": ("review", "compatible", "{subject} is now read-only"),
    "became-not-read-only": ("compatible", "compatible", "{subject} is no longer read-only"),
    "became-write-only": ("compatible", "review", "{subject} is now write-only"),
    "became-not-write-only": ("compatible", "compatible", "{subject} is no longer write-only"),
    "deprecated": ("compatible", "compatible", "{subject} is deprecated"),
    "reactivated": ("compatible", "compatible", "{subject} is no longer deprecated"),
    "discriminator-added": ("review", "compatible", "{subject} now has the discriminator {wants}"),
    "discriminator-removed": ("compatible", "review", "{subject} no longer has the discriminator {has}"),
    "discriminator-changed": (
        "breaking",
        "breaking",
        "the discriminator of {subject} changed from {has} to {wants}",
    ),
    "discriminator-value-removed": (
        "breaking",
        "compatible",
        "the discriminator of {subject} no longer has {has}",
    ),
    "discriminator-value-added": ("compatible", "review", "the discriminator of {subject} now has {wants}"),
    "discriminator-value-moved": (
        "breaking",
        "breaking",
        "the discriminator of {subject} maps {has} to another schema",
    ),
    "server-rule-added": ("review", "compatible", "{subject} has a new rule: {wants}"),
    "server-rule-removed": ("compatible", "compatible", "{subject} no longer has the rule: {has}"),
    "xml-changed": ("breaking", "breaking", "{subject} is written differently in XML"),
    "schema-exchanged": ("review", "review", "{subject} is now {wants}; it was {has}"),
}

_PATTERN_NOTES: dict[str, tuple[Verdict, Verdict, str]] = {
    "pattern-properties-added": (
        "compatible",
        "compatible",
        "{subject} now describes properties like {wants}",
    ),
    "pattern-properties-removed": ("review", "review", "{subject} no longer describes properties like {has}"),
}

_PROPERTY_NOTES: dict[str, tuple[Verdict, Verdict, str]] = {
    "added": ("compatible", "compatible", "{subject} was added"),
    "required-added": ("breaking", "compatible", "{subject} was added and is required"),
    "removed": ("review", "review", "{subject} was removed"),
    "required-removed": ("review", "breaking", "{subject}, which was required, was removed"),
}

PLACES: Mapping[str, tuple[str, ...]] = {
    "request": ("parameter", "body", "property"),
    "response": ("header", "body", "property"),
}
_OF_DIRECTION: Mapping[tuple[str, Direction], Verdict] = {
    ("request", "narrower"): "breaking",
    ("request", "wider"): "compatible",
    ("response", "narrower"): "compatible",
    ("response", "wider"): "breaking",
    ("request", "both"): "breaking",
    ("response", "both"): "breaking",
}

_REQUEST: dict[str, tuple[Verdict, str]] = {
    "operation-added": ("compatible", "{operation} was added"),
    "operation-removed": ("breaking", "{operation} was removed"),
    "deprecated-operation-removed": ("breaking", "{operation}, which was deprecated, was removed"),
    "operation-moved": ("breaking", "{operation} is now {other}"),
    "operation-deprecated": ("compatible", "{operation} is deprecated"),
    "operation-reactivated": ("compatible", "{operation} is no longer deprecated"),
    "sunset-added": ("review", "{operation} may no longer work after {wants}"),
    "sunset-changed": ("review", "{operation} may no longer work after {wants}; that was {has}"),
    "sunset-removed": ("compatible", "{operation} no longer has an end date ({has})"),
    "operation-id-changed": ("compatible", "the `operationId` of {operation} changed from {has} to {wants}"),
    "operation-tags-changed": ("compatible", "the tags of {operation} changed from {has} to {wants}"),
    "request-parameter-added": ("compatible", "{subject} was added"),
    "request-required-parameter-added": ("breaking", "{subject} was added and is required"),
    "request-parameter-removed": ("review", "{subject} was removed"),
    "request-parameter-moved": ("breaking", "{subject} moved from the {has} to the {wants}"),
    "request-path-parameter-renamed": ("compatible", "{subject} was called {has}"),
    "request-parameter-style-changed": ("breaking", "the style of {subject} changed from {has} to {wants}"),
    "request-parameter-explode-changed": ("breaking", "`explode` of {subject} changed from {has} to {wants}"),
    "request-parameter-reserved-refused": (
        "breaking",
        "{subject} must no longer have reserved characters unescaped",
    ),
    "request-parameter-reserved-allowed": (
        "compatible",
        "{subject} may now have reserved characters unescaped",
    ),
    "request-parameter-empty-refused": ("breaking", "{subject} must no longer be empty"),
    "request-parameter-empty-allowed": ("compatible", "{subject} may now be empty"),
    "request-parameter-media-type-changed": (
        "breaking",
        "the media type of {subject} changed from {has} to {wants}",
    ),
    "request-body-added": ("compatible", "{operation} now accepts a body"),
    "request-required-body-added": ("breaking", "{operation} now requires a body"),
    "request-body-removed": ("breaking", "{operation} no longer accepts a body"),
    "request-media-type-added": ("compatible", "{operation} now accepts the media type {wants}"),
    "request-media-type-removed": ("breaking", "{operation} no longer accepts the media type {has}"),
    "request-encoding-changed": ("breaking", "the property {has} of {subject} is encoded differently"),
    "security-added": ("breaking", "{operation} now requires credentials: {wants}"),
    "security-removed": ("compatible", "{operation} no longer requires credentials"),
    "security-alternative-added": ("compatible", "{operation} now also accepts the credentials {wants}"),
    "security-alternative-removed": ("breaking", "{operation} no longer accepts the credentials {has}"),
    "security-scope-added": ("breaking", "{operation} now requires the scopes {wants}"),
    "security-scope-removed": ("compatible", "{operation} no longer requires the scopes {has}"),
    "security-scheme-added": ("compatible", "the security scheme {wants} was added"),
    "security-scheme-removed": ("review", "the security scheme {has} was removed"),
    "security-scheme-type-changed": (
        "breaking",
        "the security scheme {subject} changed its type from {has} to {wants}",
    ),
    "security-scheme-place-changed": (
        "breaking",
        "the security scheme {subject} is now sent as {wants}, not as {has}",
    ),
    "security-scheme-scheme-changed": (
        "breaking",
        "the HTTP scheme of {subject} changed from {has} to {wants}",
    ),
    "security-scheme-url-changed": (
        "breaking",
        "a URL of the security scheme {subject} changed from {has} to {wants}",
    ),
    "security-flow-added": ("compatible", "the security scheme {subject} now has the flow {wants}"),
    "security-flow-removed": ("breaking", "the security scheme {subject} no longer has the flow {has}"),
    "security-scheme-scope-added": ("compatible", "the security scheme {subject} now has the scope {wants}"),
    "security-scheme-scope-removed": (
        "breaking",
        "the security scheme {subject} no longer has the scope {has}",
    ),
    "server-added": ("compatible", "{subject} now has the server {wants}"),
    "server-removed": ("breaking", "{subject} no longer has the server {has}"),
    "default-server-changed": ("review", "the first server of {subject} is now {wants}, not {has}"),
    "server-variable-added": ("compatible", "the server {subject} now has the variable {wants}"),
    "server-variable-removed": ("breaking", "the server {subject} no longer has the variable {has}"),
    "server-variable-default-changed": ("review", "the default of {subject} changed from {has} to {wants}"),
    "server-variable-value-added": ("compatible", "the server variable {subject} now also allows {wants}"),
    "server-variable-value-removed": ("breaking", "the server variable {subject} no longer allows {has}"),
    "webhook-response-required": ("review", "the responses that {operation} expects changed"),
}

_RESPONSE: dict[str, tuple[Verdict, str]] = {
    "response-success-status-added": ("review", "{operation} can now succeed with the status {wants}"),
    "response-success-status-removed": ("breaking", "{operation} no longer succeeds with the status {has}"),
    "response-status-added": ("compatible", "{operation} now describes the status {wants}"),
    "response-status-removed": ("compatible", "{operation} no longer describes the status {has}"),
    "response-body-added": ("compatible", "the response {subject} now has a body"),
    "response-body-removed": ("breaking", "the response {subject} no longer has a body"),
    "response-media-type-added": ("review", "{subject} can now have the media type {wants}"),
    "response-media-type-removed": ("breaking", "{subject} no longer has the media type {has}"),
    "response-header-added": ("compatible", "{subject} was added"),
    "response-header-removed": ("review", "{subject} was removed"),
    "response-required-header-removed": ("breaking", "{subject}, which was required, was removed"),
    "response-link-added": ("compatible", "{subject} now has the link {wants}"),
    "response-header-serialization-changed": ("breaking", "{subject} is serialized differently"),
    "response-link-changed": ("review", "the link {has} of {subject} leads elsewhere"),
    "response-link-removed": ("review", "{subject} no longer has the link {has}"),
    "webhook-added": ("compatible", "{operation} was added"),
    "webhook-removed": ("breaking", "{operation} was removed"),
    "callback-added": ("review", "{operation} was added"),
    "callback-removed": ("breaking", "{operation} was removed"),
}

DOCS: dict[str, str] = {
    "description-changed": "the description of {subject} changed",
    "summary-changed": "the summary of {subject} changed",
    "title-changed": "the title of {subject} changed",
    "examples-changed": "the examples of {subject} changed",
    "rule-message-changed": "the message of the rule {has} of {subject} changed",
    "version-changed": "the version of the description changed from {has} to {wants}",
}

SURFACE: dict[str, tuple[Verdict, str]] = {
    "package-renamed": ("breaking", "the package is now called {wants}, not {has}"),
    "client-renamed": ("breaking", "the client class is now called {wants}, not {has}"),
    "group-added": ("compatible", "`client.{name}` was added"),
    "group-removed": ("breaking", "`client.{name}` was removed"),
    "group-renamed": ("breaking", "`client.{has}` is now `client.{wants}`"),
    "method-added": ("compatible", "`{name}()` was added"),
    "method-removed": ("breaking", "`{name}()` was removed"),
    "method-renamed": ("breaking", "`{has}()` is now `{wants}()`"),
    "method-deprecated": ("compatible", "`{name}()` is deprecated"),
    "method-reactivated": ("compatible", "`{name}()` is no longer deprecated"),
    "argument-added": ("compatible", "`{name}()` has a new argument `{argument}`"),
    "required-argument-added": ("breaking", "`{name}()` has a new required argument `{argument}`"),
    "argument-removed": ("breaking", "`{name}()` no longer has the argument `{argument}`"),
    "argument-renamed": ("breaking", "the argument `{has}` of `{name}()` is now called `{wants}`"),
    "argument-became-required": ("breaking", "`{name}()` now requires the argument `{argument}`"),
    "argument-became-optional": ("compatible", "`{name}()` no longer requires the argument `{argument}`"),
    "argument-type-narrowed": ("breaking", "`{argument}` of `{name}()` is now `{wants}`; it was `{has}`"),
    "argument-type-widened": (
        "compatible",
        "`{argument}` of `{name}()` now also accepts `{wants}`; it was `{has}`",
    ),
    "argument-type-changed": ("breaking", "`{argument}` of `{name}()` is now `{wants}`; it was `{has}`"),
    "positional-arguments-changed": (
        "breaking",
        "the positional arguments of `{name}()` are now {wants}; they were {has}",
    ),
    "result-narrowed": ("compatible", "`{name}()` now returns `{wants}`; it returned `{has}`"),
    "result-widened": ("breaking", "`{name}()` now returns `{wants}`; it returned `{has}`"),
    "result-changed": ("breaking", "`{name}()` now returns `{wants}`; it returned `{has}`"),
    "class-added": ("compatible", "the class `{name}` was added"),
    "class-removed": ("breaking", "the class `{name}` was removed"),
    "class-renamed": ("breaking", "the class `{has}` is now called `{wants}`"),
    "class-changed-kind": ("breaking", "`{name}` is now {wants}; it was {has}"),
    "base-class-removed": ("breaking", "`{name}` no longer has the base class `{has}`"),
    "base-class-added": ("review", "`{name}` now has the base class `{wants}`"),
    "field-added": ("compatible", "`{name}` has a new field `{field}`"),
    "required-field-added": ("breaking", "`{name}` has a new required field `{field}`"),
    "field-removed": ("breaking", "`{name}` no longer has the field `{field}`"),
    "field-renamed": ("breaking", "the field `{has}` of `{name}` is now called `{wants}`"),
    "field-became-required": ("breaking", "the field `{field}` of `{name}` is now required"),
    "field-became-optional": ("compatible", "the field `{field}` of `{name}` is no longer required"),
    "field-type-narrowed": ("breaking", "the field `{field}` of `{name}` is now `{wants}`; it was `{has}`"),
    "field-type-widened": ("breaking", "the field `{field}` of `{name}` is now `{wants}`; it was `{has}`"),
    "field-type-changed": ("breaking", "the field `{field}` of `{name}` is now `{wants}`; it was `{has}`"),
    "type-narrowed": ("breaking", "the type `{name}` is now `{wants}`; it was `{has}`"),
    "type-widened": ("breaking", "the type `{name}` is now `{wants}`; it was `{has}`"),
    "type-changed": ("breaking", "the type `{name}` is now `{wants}`; it was `{has}`"),
    "literal-added": ("review", "`{name}` now also has the value `{value}`"),
    "literal-removed": ("breaking", "`{name}` no longer has the value `{value}`"),
    "error-type-changed": (
        "review",
        "the error {status} of `{name}()` now has the body `{wants}`; it was `{has}`",
    ),
    "error-type-added": ("compatible", "the error {status} of `{name}()` now has the body `{wants}`"),
    "error-type-removed": ("review", "the error {status} of `{name}()` no longer has the body `{has}`"),
    "client-argument-added": ("compatible", "the client has a new argument `{argument}`"),
    "client-argument-removed": ("breaking", "the client no longer has the argument `{argument}`"),
    "pages-added": ("compatible", "`{name}()` was added; it goes through pages"),
    "pages-removed": ("breaking", "`{name}()`, which went through pages, was removed"),
}


_SIDES: tuple[Literal["request", "response"], ...] = ("request", "response")


def all_kinds() -> Iterator[Kind]:
    """Every kind of change, each with an id of its own."""
    yield from (Kind(name, "request", it[0], it[1]) for name, it in _REQUEST.items())
    yield from (Kind(name, "response", it[0], it[1]) for name, it in _RESPONSE.items())
    for name, sentence in DOCS.items():
        yield Kind(name, "docs", "compatible", sentence)
    yield from (Kind(f"surface-{name}", "surface", it[0], it[1]) for name, it in SURFACE.items())
    for side in _SIDES:
        yield from _of_schemas(side)


def _of_schemas(side: Literal["request", "response"]) -> Iterator[Kind]:
    is_request = side == "request"
    for place in PLACES[side]:
        for name, (direction, sentence) in SCHEMA_EVENTS.items():
            yield Kind(f"{side}-{place}-{name}", side, _verdict(side, direction), sentence)
        for name, note in (_SCHEMA_NOTES | _PATTERN_NOTES).items():
            yield Kind(f"{side}-{place}-{name}", side, note[0] if is_request else note[1], note[2])
    for name, note in _PROPERTY_NOTES.items():
        yield Kind(f"{side}-property-{name}", side, note[0] if is_request else note[1], note[2])


def _verdict(side: str, direction: Direction) -> Verdict:
    return _OF_DIRECTION.get((side, direction), "review")


KINDS: Mapping[str, Kind] = {kind.id: kind for kind in all_kinds()}
