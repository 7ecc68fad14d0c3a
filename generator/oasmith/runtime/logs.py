"""What the transport logs of a client's requests, without what may be a secret."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import httpx2

_is_ours: ContextVar[bool] = ContextVar("is_ours", default=False)


@contextmanager
def discreet_transport(request: httpx2.Request | None = None) -> Iterator[None]:
    """Keep queries and the headers of answers out of the log of httpx2 and httpcore2 during a request.

    Raises httpx2.ConnectError in place of what the transport raises for an address that it cannot look up.

    A key may be in a query, a new token or an address with a key in a header. Requests that others
    make with httpx2 are logged as ever.
    """
    reset = _is_ours.set(True)
    try:
        yield
    except (httpx2.InvalidURL, UnicodeError, OverflowError) as error:
        raise httpx2.ConnectError(
            f"the address is not valid ({type(error).__name__})", request=request
        ) from error
    finally:
        _is_ours.reset(reset)


def address(url: httpx2.URL) -> str:
    """A URL without what may be a secret: its query, and a user's name and password."""
    return str(url.copy_with(query=None, username=None, password=None))


def _without_secrets(record: logging.LogRecord) -> bool:
    if _is_ours.get():
        if isinstance(record.args, tuple):
            record.args = tuple(
                address(part) if isinstance(part, httpx2.URL) else part for part in record.args
            )
        if str(record.msg).startswith("receive_response_headers.complete"):
            record.msg = str(record.msg).partition(", [")[0] + ")"
    return True


for _name in ("httpx2", "httpcore2.http11", "httpcore2.http2"):
    # A filter of a logger does not see what the loggers below it say.
    logging.getLogger(_name).addFilter(_without_secrets)
