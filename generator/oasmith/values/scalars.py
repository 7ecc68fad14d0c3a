"""Random strings and numbers for the keywords of a schema."""

from __future__ import annotations

import base64
import math
import re
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from ipaddress import IPv4Address, IPv6Address
from random import Random
from string import ascii_lowercase
from typing import Any

from rstr import Rstr

_WORDS = (
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron",
    "iris", "jade", "kelp", "lotus", "maple", "nova", "olive", "pearl",
)  # fmt: skip
_SPAN = 100
_PATTERN_TRIES = 25
_LONGEST = 10_000


def string(keywords: Mapping[str, Any], random: Random) -> str:
    """A string for a pattern, a format and a length; where they conflict, in this order."""
    shortest, longest = keywords.get("minLength", 0), keywords.get("maxLength", _LONGEST)
    if "pattern" in keywords:
        found = string_matching(keywords["pattern"], shortest, longest, random)
        tries = _PATTERN_TRIES if keywords.get("format") == "decimal" else 0
        while tries and not _DECIMAL.fullmatch(found):  # some frameworks' patterns allow just "-"
            found, tries = string_matching(keywords["pattern"], shortest, longest, random), tries - 1
        return found
    make = _FORMATS.get(keywords.get("contentEncoding", keywords.get("format", "")))
    if make is not None:
        return make(random)
    found = random.choice(_WORDS)
    while len(found) < min(shortest, _LONGEST):
        found += random.choice(ascii_lowercase)
    return found[:longest]


_DECIMAL = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


def string_matching(pattern: str, shortest: int, longest: int, random: Random) -> str:
    """A string that matches a pattern, of a length in the range if one is found.

    For a pattern that Python cannot compile, or whose matches are very long, it is any word.
    """
    found = random.choice(_WORDS)
    for attempt in range(_PATTERN_TRIES):
        slack = 2 + (attempt % 5) * max(1, shortest // 2)
        try:
            found = Rstr(_Bounded(random.random(), slack)).xeger(pattern)
        except (re.error, ValueError, KeyError, IndexError, OverflowError, RecursionError):
            return found
        if shortest <= len(found) <= longest:
            return found
    return found


class _Bounded(Random):
    """Limits the number of repetitions and of draws; draws the same in every process."""

    def __init__(self, seed: float, slack: int) -> None:
        super().__init__(seed)
        self._slack = slack
        self._draws_left = _LONGEST

    def randint(self, a: int, b: int) -> int:
        self._count()
        return super().randint(a, min(b, a + self._slack))

    def choice(self, seq: Any) -> Any:
        self._count()
        # rstr lists the characters of a negated class in the order of a set, which differs by process.
        options = sorted(seq) if all(isinstance(option, str) for option in seq) else seq
        return super().choice(options)

    def _count(self) -> None:
        self._draws_left -= 1
        if self._draws_left < 0:
            raise ValueError("a string for the pattern takes too many draws")


def number(keywords: Mapping[str, Any], random: Random, is_integer: bool) -> int | float:
    """A number in the range of the keywords, and a multiple of ``multipleOf``, if there is one."""
    low, high = _range(keywords, is_integer)
    step = Fraction(str(keywords["multipleOf"])) if keywords.get("multipleOf") else None
    if is_integer:
        step = Fraction(math.lcm(step.numerator, 1)) if step else Fraction(1)
    if step is None:
        drawn = random.uniform(float(low), float(high))
        return round(drawn, 2) if low <= Fraction(str(round(drawn, 2))) <= high else drawn
    first, last = math.ceil(low / step), math.floor(high / step)
    found = step * (random.randint(first, last) if first <= last else first)
    return int(found) if found.denominator == 1 else float(found)


def _range(keywords: Mapping[str, Any], is_integer: bool) -> tuple[Fraction, Fraction]:
    """The lowest and the highest number to draw; a missing limit is set close to the other one."""
    lows = [_fraction(keywords["minimum"])] if "minimum" in keywords else []
    highs = [_fraction(keywords["maximum"])] if "maximum" in keywords else []
    nearest = Fraction(1) if is_integer else Fraction(1, 1000)
    if "exclusiveMinimum" in keywords:
        lows.append(_fraction(keywords["exclusiveMinimum"]) + nearest)
    if "exclusiveMaximum" in keywords:
        highs.append(_fraction(keywords["exclusiveMaximum"]) - nearest)
    if not lows:
        lows.append(min(Fraction(0), *(high - _SPAN for high in highs)) if highs else Fraction(0))
    low = max(lows)
    high = min(highs) if highs else low + _SPAN
    return low, max(low, high)


def _fraction(value: Any) -> Fraction:
    return Fraction(str(value))


def _time(random: Random) -> datetime:
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(365 * 24 * 3600))


def random_uuid(random: Random) -> str:
    """A version 4 UUID (RFC 9562 §5.4)."""
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


def _word(random: Random) -> str:
    return random.choice(_WORDS)


def _base64(random: Random) -> str:
    return base64.b64encode(_word(random).encode()).decode()


_FORMATS: dict[str, Callable[[Random], str]] = {
    "date-time": lambda random: _time(random).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "date": lambda random: _time(random).strftime("%Y-%m-%d"),
    "time": lambda random: _time(random).strftime("%H:%M:%SZ"),
    "duration": lambda random: f"PT{random.randint(1, 59)}M",
    **dict.fromkeys(("uuid", "guid"), random_uuid),
    **dict.fromkeys(("email", "idn-email"), lambda random: f"{_word(random)}@example.com"),
    **dict.fromkeys(("hostname", "idn-hostname"), lambda random: f"{_word(random)}.example.com"),
    "ipv4": lambda random: str(IPv4Address("192.0.2.0") + random.randint(1, 254)),
    "ipv6": lambda random: str(IPv6Address("2001:db8::") + random.randint(1, 65535)),
    **dict.fromkeys(("uri", "iri", "url"), lambda random: f"https://example.com/{_word(random)}"),
    **dict.fromkeys(("uri-reference", "iri-reference", "uri-template", "json-pointer"),
                    lambda random: f"/{_word(random)}"),
    "relative-json-pointer": lambda random: str(random.randint(0, 9)),
    "regex": lambda random: f"^{_word(random)}$",
    "decimal": lambda random: f"{random.randint(1, 99)}.{random.randint(0, 99):02}",
    **dict.fromkeys(("byte", "base64", "base64url"), _base64),
    "base32": lambda random: base64.b32encode(_word(random).encode()).decode(),
    "base16": lambda random: _word(random).encode().hex().upper(),
}  # fmt: skip
