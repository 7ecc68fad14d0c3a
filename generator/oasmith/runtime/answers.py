"""What an answer says: a result, an error, or that it is not what was promised."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

import httpx2
from pydantic_core import from_json

from .errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    Deviation,
    status_error_class,
    without_secret_members,
    without_secrets,
)
from .logs import address
from .media import best_match, essence, kind_of
from .operation import Annotation, Operation
from .responses import UnreadableError, read


def parsed(
    operation: Operation[Any],
    response: httpx2.Response,
    raw: bytes,
    attempts: int,
    secrets: Collection[str] = (),
) -> tuple[Any, tuple[Deviation, ...]]:
    """The result that an answer holds, and where it is not as described.

    ``secrets`` are the names of members whose values no message shows.

    Raises APIStatusError for an error, and APIResponseValidationError for what cannot be read at all.
    """
    if not operation.answers(response.status_code):
        raise status_error(operation, response, raw, attempts, secrets)
    contents = operation.contents(response.status_code)
    if not contents or response.status_code in (204, 205) or response.request.method == "HEAD":
        return None, ()
    try:
        return _read(contents, response, raw, secrets)
    except UnreadableError as error:
        raise unreadable(response, raw, str(error), secrets) from None


def _read(
    contents: Mapping[str, Annotation], response: httpx2.Response, raw: bytes, secrets: Collection[str]
) -> tuple[Any, tuple[Deviation, ...]]:
    """A body as the type that its media type has. Raises UnreadableError where it is not as promised."""
    content_type = response.headers.get("content-type", "")
    described = best_match(content_type, contents)
    told = essence(content_type) or "a body without a content type"
    if described is None and len(contents) > 1:
        raise UnreadableError(f"{' or '.join(contents)} was promised, not {told}")
    described = described or next(iter(contents))
    # A range such as */* says nothing of how a body is read; its own type does.
    name = described if "*" not in described else content_type or described
    if kind_of(name) == "json":
        if raw and kind_of(content_type) != "json":
            raise UnreadableError(f"JSON was promised, not {told}")
        try:
            return read(contents[described](), raw, secrets)
        except UnreadableError as error:
            reason = f" ({error})" if raw else ", but the body is empty"
            raise UnreadableError(f"JSON was promised{reason}") from None
    if kind_of(name) == "binary":
        return raw, ()
    return _text(response, raw), ()


_NOT_FOR_BODIES = {"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined"}
"""Text encodings of Python that are no charsets, take quadratic time, or give lone surrogates."""


def _text(response: httpx2.Response, raw: bytes) -> str:
    """A body as text. With an unknown charset, or one that is not for text, it is read as UTF-8."""
    try:
        encoding = codecs.lookup(response.encoding or "utf-8").name.replace("-", "_")
        if encoding not in _NOT_FOR_BODIES:
            return raw.decode(encoding, "replace").encode("utf-8", "replace").decode()
    except (LookupError, ValueError, TypeError):
        pass
    return raw.decode("utf-8", "replace")


def connection_error(
    request: httpx2.Request, error: httpx2.RequestError, attempts: int
) -> APIConnectionError:
    """The client's own exception for one of the transport's."""
    kind = APITimeoutError if isinstance(error, httpx2.TimeoutException) else APIConnectionError
    return kind(_reason(error), method=request.method, url=address(request.url), attempts=attempts)


def _reason(error: BaseException) -> str:
    """What an error says, or where it is silent, as trio's are, what it came from; else its kind."""
    cause: BaseException | None = error
    while cause is not None and not str(cause):
        cause = cause.__cause__ or cause.__context__
    return str(cause) if cause is not None else type(error).__name__


def status_error(
    operation: Operation[Any],
    response: httpx2.Response,
    raw: bytes,
    attempts: int,
    secrets: Collection[str] = (),
) -> APIStatusError:
    """The exception for an error status, with what the body says.

    Its message shows no value of a member with a name in ``secrets``.
    """
    try:
        body: Any = from_json(raw.removeprefix(codecs.BOM_UTF8))
    except ValueError:
        body = _text(response, raw)
    error = None
    contents = operation.contents(response.status_code)
    if contents and raw:
        with suppress(UnreadableError):
            error, _ = _read(contents, response, raw, secrets)
    told = _error_fields(without_secret_members(body, secrets))
    text = without_secrets(body.strip(), secrets) if isinstance(body, str) else None
    return status_error_class(response.status_code)(
        method=response.request.method,
        url=address(response.request.url),
        status_code=response.status_code,
        headers=response.headers,
        body=body,
        error=error,
        request_id=request_id(response) or told.get("request_id"),
        error_code=told.get("code"),
        error_msg=told.get("message") or text or None,
        attempts=attempts,
    )


def request_id(response: httpx2.Response) -> str | None:
    """The id that the server gave a request, from the usual headers."""
    found: str | None = response.headers.get("x-request-id") or response.headers.get("request-id")
    return found


_ERROR_FIELDS = {
    "code": ("error_code", "errorCode", "code"),
    "message": ("error_msg", "errorMsg", "message", "encoded_authorization_message"),
    "request_id": ("request_id", "requestId"),
}


def _error_fields(body: Any) -> dict[str, str]:
    """Code, message and request id of an error body, at its top or one object down."""
    objects = [body, *body.values()] if isinstance(body, Mapping) else []
    told: dict[str, str] = {}
    for candidate in objects:
        if isinstance(candidate, Mapping):
            for field, names in _ERROR_FIELDS.items():
                value = next((candidate[name] for name in names if candidate.get(name)), None)
                if value is not None:
                    told.setdefault(field, str(value))
    return told


def unreadable(
    response: httpx2.Response, raw: bytes, reason: str, secrets: Collection[str] = ()
) -> APIResponseValidationError:
    """The exception for an answer of which nothing can be made."""
    return APIResponseValidationError(
        reason, status_code=response.status_code, headers=response.headers, raw=raw, secrets=secrets
    )
