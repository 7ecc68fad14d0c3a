# A module of generated clients, in which another line takes the place of this one.
"""The content of a response: a result, an error, or that it is not as described.

pydantic reads JSON at once. What it rejects is read again piece by piece: what conforms gets its type,
what does not stays as JSON, and each such place is recorded as a Deviation.
"""

from __future__ import annotations

import codecs
import types
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeGuard, Union, get_args, get_origin

import httpx2
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from . import error_bodies, errors
from .base_contract import BaseContract, Redaction, read_json
from .errors import HIDDEN, Deviation
from .media import Kind, best_match, essence, kind_of, media_ranges
from .models import MissingFieldError, Model, is_reading, remember_reading
from .operation import Annotation, Operation
from .transport import address

MOST_DEVIATIONS = 1_000
"""How many deviations of one response are recorded."""


class UnreadableError(ValueError):
    """A body that is not JSON."""


_PLAIN = BaseContract()


def read(annotation: Any, raw: bytes, contract: BaseContract = _PLAIN) -> tuple[Any, tuple[Deviation, ...]]:
    """A JSON body as a value of the annotated type, and where it deviates from that type.

    No deviation shows what the contract hides; at most ``MOST_DEVIATIONS`` are recorded. Raises
    UnreadableError for a body that is not JSON (RFC 8259; a byte-order mark is ignored, as section 8.1
    allows) or is nested more than 200 levels deep.
    """
    text = raw.removeprefix(codecs.BOM_UTF8)
    found: tuple[Deviation, ...] = ()
    try:
        try:
            value = _strict(annotation, text)
        except (ValidationError, MissingFieldError):
            try:
                data = read_json(text)
            except ValueError as error:
                raise UnreadableError(str(error)) from None
            value, deviations = _Reading(contract.redaction).tolerant(annotation, data, "")
            found = tuple(deviations)
            if _is_model_class(annotation) and not isinstance(value, Model):
                value, _ = _Reading(contract.redaction)._model(annotation, {}, "")  # every field has a value
        value = contract.exact(annotation, value, text)
    except RecursionError:
        raise UnreadableError("it is nested too deep for the rest of the call stack") from None
    if Model in type(value).__mro__:  # ``isinstance`` of pydantic is slow
        remember_reading(value, found, raw)
    return value, found


def _strict(annotation: Any, text: bytes) -> Any:
    reset = is_reading.set(True)
    try:
        return adapter(annotation).validate_json(text, strict=True, by_alias=True, by_name=False)
    finally:
        is_reading.reset(reset)


@lru_cache(maxsize=1024)
def adapter(annotation: Any) -> TypeAdapter[Any]:
    """What reads and checks values of a type."""
    return TypeAdapter(annotation)


class _Reading:
    """One body that is read piece by piece.

    Each place is read once as each type, so that a union inside a union takes linear time.
    """

    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction
        self._known: dict[tuple[str, int], tuple[Any, list[Deviation], Any]] = {}

    def tolerant(self, annotation: Any, data: Any, pointer: str) -> tuple[Any, list[Deviation]]:
        """``data`` as the annotated type where it conforms and as it is elsewhere, and the deviations."""
        union, annotation = annotation, _bare(annotation)
        if annotation is int and type(data) is float and data.is_integer():
            data = int(data)  # JSON Schema 2020-12 §4.2.3
        key = pointer, id(annotation)  # types may be unhashable; it is stored so that no other gets its id
        if key not in self._known:
            self._known[key] = *self._typed(annotation, data, pointer, union), annotation
        value, deviations, _ = self._known[key]
        return value, deviations

    def _typed(self, annotation: Any, data: Any, pointer: str, union: Any) -> tuple[Any, list[Deviation]]:
        if _is_model_class(annotation) and isinstance(data, Mapping):
            return self._model(annotation, data, pointer)
        origin = get_origin(annotation)
        deviations: list[Deviation] = []
        if (origin is list and isinstance(data, list)) or (origin is dict and isinstance(data, Mapping)):
            members = {}
            for key, value in data.items() if isinstance(data, Mapping) else enumerate(data):
                place = f"{pointer}/{_escaped(str(key))}"
                members[key], noted = self.tolerant(get_args(annotation)[-1], value, place)
                _add(deviations, noted)
            return list(members.values()) if origin is list else members, deviations
        if origin in (Union, types.UnionType):
            return self._union(annotation, data, pointer, union)
        return self._leaf(annotation, data, pointer)

    def _model(
        self, model: type[Model], data: Mapping[str, Any], pointer: str
    ) -> tuple[Model, list[Deviation]]:
        model.model_rebuild()
        deviations: list[Deviation] = []
        values: dict[str, Any] = {}
        known: set[str] = set()
        present: set[str] = set()
        for name, info in model.model_fields.items():
            wire_name = info.alias or name
            known.add(wire_name)
            annotation: Any = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
            if wire_name in data:
                present.add(name)
                values[name] = self._field(model, annotation, wire_name, data, pointer, deviations)
            elif info.is_required() or hasattr(info.default_factory, "is_required_in_responses"):
                _add(deviations, [Deviation(f"{pointer}/{_escaped(wire_name)}", "a value", "nothing")])
                values[name] = None
            elif info.validate_default:
                with suppress(ValidationError):
                    values[name] = adapter(annotation).validate_python(info.get_default(), strict=False)
        result = model.model_construct()
        vars(result).update(values)
        extra_type = model._extra_type()
        others = (key for key in data if key not in known)
        extra = {key: self._field(model, extra_type, key, data, pointer, deviations) for key in others}
        object.__setattr__(result, "__pydantic_extra__", extra)
        object.__setattr__(result, "__pydantic_fields_set__", {*present, *extra})
        broken = [Deviation(pointer + it.pointer, it.message, it.value) for it in result.broken_rules()]
        _add(deviations, broken)
        return result, deviations

    def _field(
        self,
        model: type[Model],
        annotation: Any,
        wire_name: str,
        data: Mapping[str, Any],
        pointer: str,
        deviations: list[Deviation],
    ) -> Any:
        """A field of an object as its type; what deviates is added to ``deviations``."""
        value, noted = self.tolerant(annotation, data[wire_name], f"{pointer}/{_escaped(wire_name)}")
        is_hidden = wire_name in model.secret_fields() or self._redaction.hides((wire_name,))
        _add(deviations, [replace(it, found=HIDDEN) for it in noted] if is_hidden else noted)
        return value

    def _union(self, bare: Any, data: Any, pointer: str, union: Any) -> tuple[Any, list[Deviation]]:
        """The class with the tag of an object, else what has the fewest deviations; null only for null."""
        members: Sequence[Any] = ()
        unknown: Sequence[Deviation] = ()
        if isinstance(data, Mapping):
            members, unknown = _class_in(bare)._alternatives(union, data)
        best: tuple[tuple[bool, int], Any, list[Deviation]] | None = None
        for member in members or get_args(bare):
            if member is type(None) and data is not None:
                continue
            value, noted = self.tolerant(member, data, pointer)
            is_of_no_class = isinstance(value, Model) and not type(value).model_fields
            rank = is_of_no_class and bool(noted), len(noted)
            if best is None or rank < best[0] or (member is float and rank == best[0]):  # an int is one, too
                best = rank, value, noted
            if not noted:
                break
        if best is None:
            return data, []
        shown = [Deviation(pointer + it.pointer, it.expected, self._shown(it.found)) for it in unknown]
        return best[1], [*shown, *best[2]]

    def _shown(self, value: Any) -> Any:
        return (self._redaction.text if isinstance(value, str) else self._redaction.value)(value)

    def _leaf(self, annotation: Any, data: Any, pointer: str) -> tuple[Any, list[Deviation]]:
        try:
            return adapter(annotation).validate_json(to_json(data), strict=True), []
        except ValidationError as error:
            return data, [Deviation(pointer, _expected(annotation, error), self._shown(data))]


def _add(deviations: list[Deviation], more: list[Deviation]) -> None:
    """Add deviations up to the maximum number."""
    if len(deviations) < MOST_DEVIATIONS:
        deviations += more[: MOST_DEVIATIONS - len(deviations)]


def _class_in(annotation: Any) -> type[Model]:
    """Any class of a package in a type."""
    if _is_model_class(annotation):
        return annotation
    parts = (annotation.__value__,) if hasattr(annotation, "__value__") else get_args(annotation)
    return next((kind for kind in map(_class_in, parts) if kind is not Model), Model)


def _bare(annotation: Any) -> Any:
    """A type without its alias; the constraints of ``Annotated`` are checked where values are."""
    while hasattr(annotation, "__value__"):
        annotation = annotation.__value__
    if get_origin(annotation) is Annotated:
        inner = _bare(get_args(annotation)[0])
        if get_origin(inner) in (list, dict, Union, types.UnionType) or _is_model_class(inner):
            return inner
    return annotation


def _expected(annotation: Any, error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if get_origin(annotation) is Literal:
        return "one of " + ", ".join(repr(value) for value in get_args(annotation))
    message: str = first["msg"]
    return message.removeprefix("Input should be ")


def _is_model_class(annotation: Any) -> TypeGuard[type[Model]]:
    return isinstance(annotation, type) and issubclass(annotation, Model)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def parsed(
    operation: Operation[Any], response: httpx2.Response, raw: bytes, attempts: int, contract: BaseContract
) -> tuple[Any, tuple[Deviation, ...]]:
    """The result in a response, and where it deviates from the description.

    Raises APIStatusError for an error, and UnreadableError for what cannot be read at all.
    """
    if not operation.is_success(response.status_code):
        raise _status_error(operation, response, raw, attempts, contract)
    status, contents = response.status_code, operation.contents(response.status_code)
    is_empty = not contents and (not raw or status >= 300)
    if is_empty or status in (204, 205) or response.request.method == "HEAD":
        return None, ()
    try:
        value, deviations = _read(contents or _ANYTHING, response, raw, contract)
    except UnreadableError:
        if contents:
            raise
        return _text_or_bytes(response, raw), ()
    if deviations and isinstance(value, Model):
        remember_reading(value, deviations, raw)
    return value, deviations


_ANYTHING: Mapping[str, Annotation] = {"*/*": lambda: Any}  # a success without described content


def _read(
    contents: Mapping[str, Annotation], response: httpx2.Response, raw: bytes, contract: BaseContract
) -> tuple[Any, tuple[Deviation, ...]]:
    """A body as the type of its media type, and where it deviates from the description.

    A body of another media type is JSON if it can be read as JSON of a described type, else text or bytes.
    Raises UnreadableError for a body whose media type is JSON and that is not, unless it may be a string.
    """
    content_type = response.headers.get("content-type", "")
    kind, match, name, is_described = _media_type(content_type, tuple(contents))
    annotation = contents[name]()
    if annotation is bytes and essence(content_type) == "application/octet-stream":  # any (RFC 2046 §4.5.1)
        is_described = True
    deviations = () if is_described else (Deviation("", " or ".join(contents), _named(content_type)),)
    if annotation in (str, bytes) and kind_of(name) != "json":
        if annotation is bytes and (match or not name or not content_type):
            return raw, deviations
        if kind != "json":
            return _text_or_bytes(response, raw), deviations
        annotation = annotation if match else Any
    try:
        value, more = read(annotation, raw, contract)
        is_json = kind == "json" or raw.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")
        if is_json or (annotation is not Any and not more):
            return value, (*deviations, *more)
    except UnreadableError as error:
        text = _text(response, raw)
        if response.charset_encoding and "\ufffd" not in text:
            with suppress(UnreadableError):
                value, more = read(annotation, text.encode(), contract)
                return value, (*deviations, *more)
        if kind == "json" and is_described and not (raw and annotation is str):
            raise UnreadableError(f"expected JSON: {error if raw else 'the body is empty'}") from None
    if not deviations and annotation is not Any:
        found = "other text" if kind == "json" else _named(content_type)
        deviations = (Deviation("", "JSON", found),)
    return _text_or_bytes(response, raw) if raw else None, deviations


def _named(content_type: str) -> str:
    return essence(content_type) or "a body without a content type"


@lru_cache(maxsize=256)
def _media_type(content_type: str, described: tuple[str, ...]) -> tuple[Kind, str | None, str, bool]:
    """How a body is read, what media type it matches, that of its type, and whether it is described."""
    kind, match = kind_of(content_type), best_match(content_type, described)
    if match and (kind == "json" or essence(match) in media_ranges(content_type)):
        return kind, match, match, True
    return kind, match, described[0], not described[0]  # JSON is first


def _text_or_bytes(response: httpx2.Response, raw: bytes) -> str | bytes:
    """A body as text if its media type is for text, or if it has none and is UTF-8; else bytes."""
    content_type = response.headers.get("content-type", "")
    if content_type:
        return raw if kind_of(content_type) in ("binary", "multipart") else _text(response, raw)
    with suppress(UnicodeDecodeError):
        return raw.decode()
    return raw


_NOT_FOR_BODIES = {"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined"}
"""Text encodings of Python that are not charsets, take quadratic time, or produce lone surrogates."""


def _text(response: httpx2.Response, raw: bytes) -> str:
    """A body as text. It is read as UTF-8 if its charset is unknown or not for text."""
    with suppress(LookupError, ValueError, TypeError):
        encoding = codecs.lookup(response.encoding or "utf-8").name.replace("-", "_")
        if encoding not in _NOT_FOR_BODIES:
            return raw.decode(encoding, "replace").encode("utf-8", "replace").decode()
    return raw.decode("utf-8", "replace")


def connection_error(
    request: httpx2.Request, error: httpx2.RequestError, attempts: int
) -> errors.APIConnectionError:
    """The exception of the client for one of the transport."""
    kind = errors.APITimeoutError if isinstance(error, httpx2.TimeoutException) else errors.APIConnectionError
    return kind(_reason(error), method=request.method, url=address(request.url), attempts=attempts)


def _reason(error: BaseException) -> str:
    """The message of an error, or of its cause if it has none, as in trio; else its class."""
    cause: BaseException | None = error
    while cause is not None and not str(cause):
        cause = cause.__cause__ or cause.__context__
    return str(cause) if cause is not None else type(error).__name__


def _status_error(
    operation: Operation[Any], response: httpx2.Response, raw: bytes, attempts: int, contract: BaseContract
) -> errors.APIStatusError:
    """The exception for an error status, with what the body says except for secrets."""
    try:
        body: Any = from_json(raw.removeprefix(codecs.BOM_UTF8))
    except ValueError:
        body = _text(response, raw)
        with suppress(ValueError):  # JSON in another charset
            body = from_json(body)
    error = None
    contents = operation.contents(response.status_code)
    if raw and best_match(response.headers.get("content-type", ""), contents):
        with suppress(UnreadableError):
            error, _ = _read(contents, response, raw, contract)
    shown = contract.redaction.value(body)
    message = "" if isinstance(body, str) else error_bodies.message(shown)
    if body and not message:
        message = contract.redaction.text((body if isinstance(body, str) else _text(response, raw)).strip())
    if not message and response.has_redirect_location:
        message = f"{_target(response)}, which a client with follow_redirects=True follows"
    code = error_bodies.first(error_bodies.CODES, shown) or error_bodies.first(("error",), shown)
    return errors.status_error_class(response.status_code)(
        method=response.request.method,
        url=address(response.request.url),
        status_code=response.status_code,
        headers=response.headers,
        body=body,
        error=error,
        request_id=request_id(response) or error_bodies.first(("request_id", "requestId"), shown),
        error_code=code if code != message else None,
        error_msg=message or None,
        attempts=attempts,
    )


def _target(response: httpx2.Response) -> str:
    try:
        target = address(response.request.url.join(response.headers["location"]))
    except (httpx2.InvalidURL, ValueError):
        return "a redirect"
    return f"a redirect to {target}"


def request_id(response: httpx2.Response) -> str | None:
    """The id of a request on the server, from the usual headers."""
    found: str | None = response.headers.get("x-request-id") or response.headers.get("request-id")
    return found
