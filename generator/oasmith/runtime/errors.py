# A module of generated clients, in which another line takes the place of this one.
"""Everything a client raises.

::

    ValueError
      RequestValidationError         the request breaks the description; nothing was sent
    APIError
      CredentialsError               the credentials do not suffice; nothing was sent
      APIConnectionError             there was no response
        APITimeoutError              ... in time
      APIResponseValidationError     the response cannot be read as described
      APIStatusError                 the response is an error; one subclass for each common status
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, InitVar, dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

HIDDEN = "***"
"""Shown in place of a secret."""
_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a request breaks the description.

    ``location`` is body, path, query, header or cookie; ``pointer`` is a JSON pointer (RFC 6901) in
    it; ``rule`` and ``source`` are empty unless the request breaks a rule of the description.
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
    """One place where a response deviates from the description; its value is not lost."""

    pointer: str
    expected: str
    found: Any

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: expected {self.expected}, found {shortened(repr(self.found))}"


class _Copied(Exception):
    """An exception that can be pickled and copied, with its attributes and its cause."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.args, self.__dict__, _picklable(self.__cause__))

    def __copy__(self) -> BaseException:
        return _restored(type(self), self.args, self.__dict__, self.__cause__)

    def __deepcopy__(self, memo: dict[int, Any]) -> BaseException:
        return _restored(type(self), self.args, copy.deepcopy(self.__dict__, memo), self.__cause__)


def _restored(
    kind: type[BaseException], arguments: tuple[Any, ...], state: dict[str, Any], cause: BaseException | None
) -> BaseException:
    """An exception from its parts; ``__init__``, which takes other arguments, is not called again."""
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(state)
    error.__cause__ = cause
    return error


def _picklable(cause: BaseException | None) -> BaseException | None:
    """A cause, or an exception with the same message if the cause cannot be pickled."""
    if cause is None:
        return None
    import pickle

    try:
        pickle.loads(pickle.dumps(cause))
    except Exception:  # pickling may call any code
        return Exception(f"{type(cause).__name__}: {cause}")
    return cause


class RequestValidationError(_Copied, ValueError):
    """The request breaks the description and was not sent. ``violations`` has at most 100 reasons."""

    def __init__(self, operation: str, violations: Sequence[Violation]) -> None:
        self.operation = operation
        self.violations = tuple(violations)
        count = "1 violation" if len(self.violations) == 1 else f"{len(self.violations)} violations"
        lines = [f"{operation} was not sent: {count} of its description"]
        super().__init__("\n  ".join([*lines, *map(str, self.violations)]))


class APIError(_Copied):
    """A call failed although the request conforms to the description."""


class CredentialsError(APIError):
    """The client has no credentials, or too few, for any security alternative of an operation."""


@dataclass(eq=False, repr=False)
class APIConnectionError(APIError):
    """There was no response. The cause is the exception of the transport."""

    message: InitVar[str]
    _: KW_ONLY
    method: str
    url: str
    attempts: int = 1

    def __post_init__(self, message: str) -> None:
        """Build the message of the exception."""
        tried = f" (after {self.attempts} attempts)" if self.attempts > 1 else ""
        super().__init__(f"{self.method} {self.url}: {message}{tried}")


class APITimeoutError(APIConnectionError):
    """There was no response in time."""


@dataclass(eq=False, repr=False)
class APIResponseValidationError(APIError):
    """The response cannot be read as described.

    ``raw`` is the body; ``parsed`` is what could be read of it, if anything.
    """

    message: InitVar[str]
    _: KW_ONLY
    status_code: int
    headers: Mapping[str, str]
    raw: bytes
    parsed: Any = None
    deviations: Sequence[Deviation] = ()
    redact: InitVar[Callable[[str], str]] = str

    def __post_init__(self, message: str, redact: Callable[[str], str]) -> None:
        """Build the message of the exception, without what ``redact`` hides."""
        self.deviations = tuple(self.deviations)
        beginning = shortened(redact(self.raw.decode("utf-8", "replace")))
        lines = [f"status {self.status_code}: {message}", *map(str, self.deviations)]
        super().__init__("\n  ".join([*lines, f"the body begins: {beginning!r}"]))


@dataclass(eq=False, repr=False, kw_only=True)
class APIStatusError(APIError):
    """The server returned an error.

    ``body`` is its JSON, or its text if it is not JSON. ``error`` is the body as the type that the
    description has for it; None if there is none.
    """

    method: str
    url: str
    status_code: int
    headers: Mapping[str, str]
    body: Any
    error: Any = None
    request_id: str | None
    error_code: str | None
    error_msg: str | None
    attempts: int = 1

    def __post_init__(self) -> None:
        """Build the message of the exception."""
        reason = ": ".join(part for part in (self.error_code, self.error_msg) if part) or "no reason given"
        suffix = f" (request {self.request_id})" if self.request_id else ""
        super().__init__(f"{self.method} {self.url} returned {self.status_code}: {shortened(reason)}{suffix}")


class NotModifiedError(APIStatusError):
    """304: the resource has not changed since the version that a conditional request names."""


class BadRequestError(APIStatusError):
    """400: the server does not accept the request."""


class AuthenticationError(APIStatusError):
    """401: the credentials are missing, wrong or expired."""


class PermissionDeniedError(APIStatusError):
    """403: the credentials are valid but do not permit this."""


class NotFoundError(APIStatusError):
    """404: there is no such resource."""


class ConflictError(APIStatusError):
    """409: the request conflicts with the state of the resource."""


class UnprocessableEntityError(APIStatusError):
    """422: the request is well formed but cannot be carried out."""


class RateLimitError(APIStatusError):
    """429: too many requests."""


class InternalServerError(APIStatusError):
    """5xx: the server failed."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    304: NotModifiedError, 400: BadRequestError, 401: AuthenticationError, 403: PermissionDeniedError,
    404: NotFoundError, 409: ConflictError, 422: UnprocessableEntityError, 429: RateLimitError,
}  # fmt: skip


def status_error_class(status_code: int) -> type[APIStatusError]:
    """The exception class for an error status."""
    return InternalServerError if status_code >= 500 else _BY_STATUS.get(status_code, APIStatusError)


def within_stack(function: Callable[P, T]) -> Callable[P, T]:
    """A function that raises APIError in place of RecursionError."""

    @wraps(function)
    def guarded(*arguments: P.args, **options: P.kwargs) -> T:
        try:
            return function(*arguments, **options)
        except RecursionError as error:
            raise stack_error() from error

    return guarded


def stack_error() -> APIError:
    """The exception in place of RecursionError."""
    return APIError(_STACK)


_STACK = (
    "the call stack has too few frames left for this call; call it from a function that is nested less "
    "deep, or raise the limit with sys.setrecursionlimit"
)


def shortened(text: str) -> str:
    """A string, cut if it is too long to read."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text):,} characters)"


for _class in tuple(vars().values()):
    if isinstance(_class, type) and _class.__module__ == __name__:
        # Tracebacks show the module from which users import a class.
        _class.__module__ = __name__.partition("._runtime")[0]
