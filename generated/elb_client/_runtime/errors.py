"""Everything a client raises.

::

    ValueError
      RequestValidationError         the request breaks the description; nothing was sent
    APIError
      CredentialsError               no security alternative can be met; nothing was sent
      APIConnectionError             no answer came
        APITimeoutError              ... in time
      APIResponseValidationError     an answer came that cannot be read as promised
      APIStatusError                 the answer is an error; one subclass for each common status
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HIDDEN = "***"
"""What stands in place of a secret."""
_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a request breaks the description.

    ``location`` is body, path, query, header or cookie; ``pointer`` is the JSON pointer (RFC 6901)
    from there; ``rule`` and ``source`` are empty where a plain keyword of the schema was broken.
    """

    location: str
    pointer: str
    value: Any
    message: str
    rule: str = ""
    source: str = ""

    def __str__(self) -> str:
        reasons = [part for part in (self.rule and f"rule {self.rule}", self.source) if part]
        return f"{self.location} {self.pointer or '/'}: {self.message}" + (
            f" [{'; '.join(reasons)}]" if reasons else ""
        )


@dataclass(frozen=True, slots=True)
class Deviation:
    """One place where a response is not what the description promises; nothing of it is lost."""

    pointer: str
    expected: str
    found: Any

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: expected {self.expected}, found {shortened(repr(self.found))}"


class AdviceWarning(UserWarning):
    """A request keeps the description but not its advice; it is sent all the same."""


class RequestValidationError(ValueError):
    """A request breaks the description; it was not sent. ``violations`` holds every way in which it does."""

    def __init__(self, operation: str, violations: Sequence[Violation]) -> None:
        self.operation = operation
        self.violations = tuple(violations)
        count = "1 violation" if len(self.violations) == 1 else f"{len(self.violations)} violations"
        lines = [f"{operation} was not sent: {count} of its description"]
        super().__init__("\n  ".join([*lines, *map(str, self.violations)]))


class APIError(Exception):
    """Whatever goes wrong between a sound request and a readable answer."""


class CredentialsError(APIError):
    """The client holds too little to meet any of an operation's security alternatives."""


class APIConnectionError(APIError):
    """No answer came. The cause is the transport's own exception."""

    def __init__(self, message: str, *, method: str, url: str, attempts: int = 1) -> None:
        self.method = method
        self.url = url
        self.attempts = attempts
        tried = f" (after {attempts} attempts)" if attempts > 1 else ""
        super().__init__(f"{method} {url}: {message}{tried}")


class APITimeoutError(APIConnectionError):
    """No answer came in time."""


class APIResponseValidationError(APIError):
    """An answer came that cannot be read as the description promises.

    ``raw`` is the body as it came; ``parsed`` is what could be made of it, if anything. Of the fields
    named in ``secrets`` the message shows nothing.
    """

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        headers: Mapping[str, str],
        raw: bytes,
        parsed: Any = None,
        deviations: Sequence[Deviation] = (),
        secrets: Collection[str] = (),
    ) -> None:
        self.status_code = status_code
        self.headers = headers
        self.raw = raw
        self.parsed = parsed
        self.deviations = tuple(deviations)
        beginning = shortened(without_secrets(raw.decode("utf-8", "replace"), secrets))
        lines = [
            f"status {status_code}: {message}",
            *map(str, self.deviations),
            f"the body begins: {beginning!r}",
        ]
        super().__init__("\n  ".join(lines))


class APIStatusError(APIError):
    """The server answered with an error, or with none of what was asked.

    ``body`` is its JSON, or its text where it is no JSON. ``error`` is the body as the type that the
    description gives it; None where it gives none.
    """

    def __init__(
        self,
        *,
        method: str,
        url: str,
        status_code: int,
        headers: Mapping[str, str],
        body: Any,
        error: Any = None,
        request_id: str | None,
        error_code: str | None,
        error_msg: str | None,
        attempts: int = 1,
    ) -> None:
        self.method = method
        self.url = url
        self.status_code = status_code
        self.headers = headers
        self.body = body
        self.error = error
        self.request_id = request_id
        self.error_code = error_code
        self.error_msg = error_msg
        self.attempts = attempts
        told = ": ".join(part for part in (error_code, error_msg) if part) or "no reason given"
        suffix = f" (request {request_id})" if request_id else ""
        super().__init__(f"{method} {url} answered {status_code}: {shortened(told)}{suffix}")


class NotModifiedError(APIStatusError):
    """304: what the caller has is still good, in answer to a request that asked on a condition."""


class BadRequestError(APIStatusError):
    """400: the server cannot make sense of the request."""


class AuthenticationError(APIStatusError):
    """401: the credentials are missing, wrong or expired."""


class PermissionDeniedError(APIStatusError):
    """403: the credentials are good but do not suffice."""


class NotFoundError(APIStatusError):
    """404: there is nothing at this address."""


class ConflictError(APIStatusError):
    """409: the request clashes with the state of the resource."""


class UnprocessableEntityError(APIStatusError):
    """422: the request is well formed but cannot be carried out."""


class RateLimitError(APIStatusError):
    """429: too many requests."""


class InternalServerError(APIStatusError):
    """5xx: the server failed."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    304: NotModifiedError,
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_error_class(status_code: int) -> type[APIStatusError]:
    """The exception class for an error status."""
    if status_code >= 500:
        return InternalServerError
    return _BY_STATUS.get(status_code, APIStatusError)


def without_secrets(text: str, names: Collection[str]) -> str:
    """A text without the values that JSON members of these names have in it, whole JSON or not."""
    if not names:
        return text
    member = "|".join(re.escape(json.dumps(name)) for name in names)
    return re.sub(rf'({member})(\s*:\s*)("(?:[^"\\]|\\.)*("|$)|[^,}}\]]*)', rf'\1\2"{HIDDEN}"', text)


def shortened(text: str) -> str:
    """A text cut to a length that a person reads."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text):,} characters)"


for _class in tuple(vars().values()):
    if isinstance(_class, type) and _class.__module__ == __name__:
        # A traceback names a class by where its user finds it.
        _class.__module__ = __name__.partition("._runtime")[0]
