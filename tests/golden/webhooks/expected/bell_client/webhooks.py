"""A parser for each webhook and callback: requests that the API sends.

A parser takes the body of the request and returns its content. It reads as far as possible, as a client
reads responses: what deviates from the description is kept, and ``deviations`` reports it. It raises
UnreadableError for a body that is not JSON.
"""

from __future__ import annotations

from . import models
from ._contract import CONTRACT
from ._runtime.responses import UnreadableError as UnreadableError
from ._runtime.responses import read


def parse_bell_broken(body: bytes | str) -> models.BellBrokenRequest:
    """A bell no longer rings."""
    value: models.BellBrokenRequest = read(
        models.BellBrokenRequest, body.encode() if isinstance(body, str) else body, CONTRACT
    )[0]
    return value


def parse_rung(body: bytes | str) -> models.Rung:
    """ring rung."""
    value: models.Rung = read(models.Rung, body.encode() if isinstance(body, str) else body, CONTRACT)[0]
    return value
