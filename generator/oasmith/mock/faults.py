"""Trouble on purpose: late, slow, failing and lost answers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from oasmith.mock.messages import Refusal, Request

_DEFAULT_STATUS = 503


@dataclass(frozen=True, slots=True)
class Faults:
    """Trouble for every request, or for a share of them between 0 and 1.

    A request asks for its own by X-Mock-Latency (milliseconds), X-Mock-Error (a status), X-Mock-Drop
    (1) and X-Mock-Slow (bytes per second).
    """

    latency: float = 0.0
    error_rate: float = 0.0
    drop_rate: float = 0.0
    slow: float | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """The trouble of one request: seconds to wait, an error status, no answer at all, bytes per second."""

    delay: float = 0.0
    status: int | None = None
    is_dropped: bool = False
    bytes_per_second: float | None = None


def fault_of(faults: Faults, request: Request, seed: int, number: int) -> Fault:
    """The trouble of the request of that number, by chance or as it asks.

    Raises Refusal 400 for a header that does not say what it should.
    """
    chance = Random(f"{seed} fault {number}")
    is_failed, is_dropped = chance.random() < faults.error_rate, chance.random() < faults.drop_rate
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
    text = request.header(header)
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = low - 1
    if not low <= value <= high:
        raise Refusal(400, f"{header}: {text!r} is no number from {low:g} to {high:g}")
    return value
