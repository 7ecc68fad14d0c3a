"""Credentials: what they are and where they go in a request (OpenAPI 3.1 §4.8.27)."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

if TYPE_CHECKING:
    import httpx2

Token: TypeAlias = str | Callable[[], str]
"""A key or token, or a function that gives the one to use now; it is asked again after a 401."""
AsyncToken: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""The same for an async client, which may have to await it."""


@dataclass(slots=True, repr=False)
class Credentials:
    """What credentials add to a request; ``query`` and ``cookies`` are encoded pairs."""

    query: list[str]
    headers: dict[str, str]
    cookies: list[str]


class SecurityScheme:
    """One way to show who is calling."""

    __slots__ = ()

    def add(self, secret: Any, to: Credentials) -> None:
        """Put the credentials among what a request is built from."""

    def sign(self, secret: Any, request: httpx2.Request) -> None:
        """Change a request that is otherwise as it will be sent."""

    def sign_again(self, secret: Any, request: httpx2.Request) -> None:
        """The same for a request to another address, which has the credentials of the first."""

    def parameters(self, secret: Any) -> Mapping[str, str]:
        """The parameters that these credentials know, by Python name."""
        return {}


@dataclass(frozen=True, slots=True)
class ApiKey(SecurityScheme):
    """A key in a header, a query parameter or a cookie."""

    location: str
    parameter_name: str

    def add(self, secret: Any, to: Credentials) -> None:
        """Put the key where it belongs."""
        if self.location == "header":
            to.headers[self.parameter_name] = secret
        elif self.location == "query":
            to.query.append(f"{quote(self.parameter_name, safe='')}={quote(secret, safe='')}")
        else:
            to.cookies.append(f"{self.parameter_name}={secret}")


@dataclass(frozen=True, slots=True)
class Bearer(SecurityScheme):
    """A token (RFC 6750 §2.1), however it was obtained."""

    def add(self, secret: Any, to: Credentials) -> None:
        """Put the token into the Authorization header."""
        to.headers["Authorization"] = f"Bearer {secret}"


@dataclass(frozen=True, slots=True, repr=False)
class ClientCredentials:
    """The id and secret of a client, and the scopes that it asks for."""

    client_id: str
    client_secret: str
    scopes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"ClientCredentials(client_id={self.client_id!r}, client_secret='***', scopes={self.scopes!r})"


@dataclass(frozen=True, slots=True)
class OAuth2(Bearer):
    """A bearer token, which may be fetched from ``token_url``."""

    token_url: str


@dataclass(frozen=True, slots=True)
class Basic(SecurityScheme):
    """A user name and a password (RFC 7617)."""

    def add(self, secret: Any, to: Credentials) -> None:
        """Put both into the Authorization header."""
        user, password = secret
        to.headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def met(
    alternatives: tuple[tuple[str, ...], ...],
    schemes: Mapping[str, SecurityScheme],
    credentials: Mapping[str, Any],
    preferred: Collection[str] = (),
) -> tuple[str, ...] | None:
    """The first alternative for which there are credentials; None if there is none.

    Those with a preferred credential come before the others, and the empty one last.
    """
    for alternative in sorted(alternatives, key=lambda names: (not names, not set(names) & set(preferred))):
        if all(name in credentials and name in schemes for name in alternative):
            return alternative
    return None if alternatives else ()
