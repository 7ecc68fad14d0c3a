"""Credentials: where they go in a request (OpenAPI 3.1 §4.8.27)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote


@dataclass(slots=True)
class Credentials:
    """What credentials add to a request; ``query`` and ``cookies`` are encoded pairs."""

    query: list[str]
    headers: dict[str, str]
    cookies: list[str]


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key in a header, a query parameter or a cookie."""

    location: str
    parameter_name: str

    def add(self, value: Any, to: Credentials) -> None:
        """Put the key where it belongs."""
        if self.location == "header":
            to.headers[self.parameter_name] = value
        elif self.location == "query":
            to.query.append(f"{quote(self.parameter_name, safe='')}={quote(value, safe='')}")
        else:
            to.cookies.append(f"{self.parameter_name}={value}")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token (RFC 6750 §2.1), however it was obtained."""

    def add(self, value: Any, to: Credentials) -> None:
        """Put the token into the Authorization header."""
        to.headers["Authorization"] = f"Bearer {value}"


@dataclass(frozen=True, slots=True)
class Basic:
    """A user name and a password (RFC 7617)."""

    def add(self, value: Any, to: Credentials) -> None:
        """Put both into the Authorization header."""
        user, password = value
        to.headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


SecurityScheme: TypeAlias = ApiKey | Bearer | Basic


def met(
    alternatives: tuple[tuple[str, ...], ...],
    schemes: Mapping[str, SecurityScheme],
    credentials: Mapping[str, Any],
) -> tuple[str, ...] | None:
    """The first alternative for which there are credentials, the empty one last; None if there is none."""
    for alternative in sorted(alternatives, key=lambda names: not names):
        if all(name in credentials and name in schemes for name in alternative):
            return alternative
    return None if alternatives else ()
