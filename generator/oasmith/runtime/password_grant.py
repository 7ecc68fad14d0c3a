# A module of generated clients, in which another line takes the place of this one.
"""The OAuth 2 password grant (RFC 6749 §4.3): a user's name and password for a token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import httpx2

from .oauth import Grant, client_auth


@dataclass(frozen=True, slots=True, repr=False)
class PasswordGrant(Grant):
    """The name and password of a user, and the scopes that the client requests.

    ``client_id`` is needed if the token endpoint asks for the id of the client, and ``client_secret`` if it
    asks the client to authenticate (RFC 6749 §2.3, §3.2.1).
    """

    username: str
    password: str
    scopes: tuple[str, ...] = ()
    client_id: str | None = None
    client_secret: str | None = None
    grant_type: ClassVar[str] = "password"
    hint: ClassVar[str] = "check the user name, the password and the scopes"

    def __repr__(self) -> str:
        return (
            f"PasswordGrant(username={self.username!r}, password='***', scopes={self.scopes!r}, "
            f"client_id={self.client_id!r}, client_secret={self.client_secret and '***'!r})"
        )

    def form(self) -> dict[str, str]:
        """The user's name and password, and the scopes."""
        form = {"username": self.username, "password": self.password}
        return {**form, "scope": " ".join(self.scopes)} if self.scopes else form

    def client_form(self) -> dict[str, str]:
        """The id of a client without a secret (RFC 6749 §3.2.1)."""
        return {"client_id": self.client_id} if self.client_id and self.client_secret is None else {}

    def auth(self) -> httpx2.Auth | None:
        """The id and secret of the client, if it has a secret."""
        return None if self.client_secret is None else client_auth(self.client_id or "", self.client_secret)
