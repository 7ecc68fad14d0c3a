"""Injected faults: late, slow, failing and lost responses."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from oasmith.mock.messages import HttpError, Request

_DEFAULT_STATUS = 503


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of all requests: milliseconds to wait, rates between 0 and 1, bytes per second.

    The headers X-Mock-Latency (milliseconds), X-Mock-Error (a status), X-Mock-Drop (0 or 1) and
    X-Mock-Slow (bytes per second) of a request override them.
    """

    latency: float = 0.0
    error_rate: float = 0.0
    drop_rate: float = 0.0
    slow: float | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """The fault of one request; ``delay`` is in seconds."""

    delay: float = 0.0
    status: int | None = None
    is_dropped: bool = False
    bytes_per_second: float | None = None


def fault_of(faults: Faults, request: Request, seed: int, number: int) -> Fault:
    """The fault of the request with this number, by its headers or at random.

    Raises HttpError 400 for a header with an invalid value.
    """
    random = Random(f"{seed} fault {number}")
    is_failed, is_dropped = random.random() < faults.error_rate, random.random() < faults.drop_rate
    latency = _number(request, "X-Mock-Latency", 0, 3_600_000)
    status = _number(request, "X-Mock-Error", 400, 599)
    drop = _number(request, "X-Mock-Drop", 0, 1)
    slow = _number(request, "X-Mock-Slow", 1, 1e12)
    return Fault(
        delay=(faults.latency if latency is None else latency) / 1000,
        status=int(status) if status is not None else _DEFAULT_STATUS if is_failed else None,
        is_dropped=is_dropped if drop is None else bool(drop),
        bytes_per_second=faults.slow if slow is None else slow,
    )


def _number(request: Request, header: str, low: float, high: float) -> float | None:
    string = request.header(header)
    if string is None:
        return None
    try:
        value = float(string)
    except ValueError:
        value = low - 1
    if not low <= value <= high:
        raise HttpError(400, f"{header}: {string!r} is not a number from {low:g} to {high:g}")
    return value
