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

import copy
import json
import re
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import unquote_plus

P = ParamSpec("P")
T = TypeVar("T")

HIDDEN = "***"
"""What stands in place of a secret."""
ANY_NAME = "*"
"""Among the names of secret members: every value is secret."""
_SHOWN = 500
_READ = 100_000
"""How many characters of a body are read for a message."""


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
    """A cause, or an exception that says the same where the cause cannot be pickled."""
    if cause is None:
        return None
    import pickle

    try:
        pickle.loads(pickle.dumps(cause))
    except Exception:  # what fails depends on the class, which may be any
        return Exception(f"{type(cause).__name__}: {cause}")
    return cause


class RequestValidationError(_Copied, ValueError):
    """A request breaks the description; it was not sent. ``violations`` has the reasons, at most 100."""

    def __init__(self, operation: str, violations: Sequence[Violation]) -> None:
        self.operation = operation
        self.violations = tuple(violations)
        count = "1 violation" if len(self.violations) == 1 else f"{len(self.violations)} violations"
        lines = [f"{operation} was not sent: {count} of its description"]
        super().__init__("\n  ".join([*lines, *map(str, self.violations)]))


class APIError(_Copied):
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


def without_secret_members(value: Any, names: Collection[str]) -> Any:
    """A JSON value with ``***`` in place of the members with these names; ``*`` stands for every value."""
    if not names:
        return value
    if ANY_NAME in names:
        return HIDDEN
    if isinstance(value, Mapping):
        return {
            key: HIDDEN if key in names else without_secret_members(member, names)
            for key, member in value.items()
        }
    return [without_secret_members(item, names) for item in value] if isinstance(value, list) else value


def without_secrets(text: str, names: Collection[str]) -> str:
    """A text, such as a body, without the values of the members with these names.

    JSON is shown without them, also where its end is missing. Any other text that mentions one of the
    names, in whatever notation, is not shown.
    """
    if not names:
        return text
    text = text[:_READ]
    from pydantic_core import from_json  # takes long to load

    with suppress(ValueError):
        value = from_json(text.encode("utf-8", "replace"), allow_partial="trailing-strings")
        shown = without_secret_members(value, names)
        if shown == value and not _mentions(text, names):
            return text
        if isinstance(shown, (dict, list)):
            return json.dumps(shown, ensure_ascii=False)
    return f"{HIDDEN} ({len(text):,} characters)" if _mentions(text, names) else text


def _mentions(text: str, names: Collection[str]) -> bool:
    """Whether a text contains one of the names, also with escapes of JSON or a form in it."""
    if ANY_NAME in names:
        return True
    decoded = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    plain = unquote_plus(decoded).replace("\\", "").replace("\0", "").casefold()
    return any(name.replace("+", " ").replace("\\", "").casefold() in plain for name in names)


def within_stack(function: Callable[P, T]) -> Callable[P, T]:
    """Raises APIError in place of RecursionError, which says nothing of what was done."""

    @wraps(function)
    def guarded(*arguments: P.args, **keywords: P.kwargs) -> T:
        try:
            return function(*arguments, **keywords)
        except RecursionError as error:
            raise APIError(_STACK) from error

    return guarded


def within_stack_async(function: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """The same for a function that is awaited."""

    @wraps(function)
    async def guarded(*arguments: P.args, **keywords: P.kwargs) -> T:
        try:
            return await function(*arguments, **keywords)
        except RecursionError as error:
            raise APIError(_STACK) from error

    return guarded


_STACK = (
    "the call stack has too few frames left for this call; call it from a function that is nested less "
    "deep, or raise sys.setrecursionlimit"
)


def shortened(text: str) -> str:
    """A text cut to a length that a person reads."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text):,} characters)"


for _class in tuple(vars().values()):
    if isinstance(_class, type) and _class.__module__ == __name__:
        # A traceback names a class by where its user finds it.
        _class.__module__ = __name__.partition("._runtime")[0]
