"""What the API sends by itself: a parser for each webhook and callback.

A parser takes the body of the request as it came and gives its content. It reads as tolerantly as a
client reads answers: what deviates from the description is kept, and told by ``deviations``. It
raises UnreadableError for a body that is no JSON.
"""

from __future__ import annotations

from . import models
from ._runtime.responses import UnreadableError as UnreadableError
from ._runtime.responses import read


def parse_bell_broken(body: bytes | str) -> models.BellBrokenRequest:
    """A bell no longer rings."""
    value: models.BellBrokenRequest = read(
        models.BellBrokenRequest, body.encode() if isinstance(body, str) else body
    )[0]
    return value


def parse_rung(body: bytes | str) -> models.Rung:
    """ring rung."""
    value: models.Rung = read(models.Rung, body.encode() if isinstance(body, str) else body)[0]
    return value
