"""OAuth 2 client credentials (RFC 6749 §4.4): tokens that a client fetches for itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

import anyio
import httpx2

from .errors import CredentialsError
from .security import ClientCredentials

_EARLY = 30.0
"""Seconds before its end from which a token is fetched anew."""


@dataclass(slots=True, repr=False)
class TokenStore:
    """The token of one client: fetched when it is needed, once however many calls wait for it."""

    token_url: str
    credentials: ClientCredentials
    token: str | None = None
    ends: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)
    async_lock: anyio.Lock = field(default_factory=anyio.Lock)

    def get(self, http: httpx2.Client) -> str:
        """The token, fetched if there is none that lasts. Raises CredentialsError where none is given."""
        with self.lock:
            if self._kept() is None:
                with self._reached():
                    self._keep(http.send(self._request(http)))
            return self.token or ""

    async def get_async(self, http: httpx2.AsyncClient) -> str:
        """As ``get``, awaited."""
        async with self.async_lock:
            if self._kept() is None:
                with self._reached():
                    self._keep(await http.send(self._request(http)))
            return self.token or ""

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except httpx2.TransportError as error:
            raise CredentialsError(f"{self.token_url} could not be asked for a token: {error}") from error

    def forget(self, token: str) -> None:
        """Fetch another one next time, if this is still the one in use."""
        if self.token == token:
            self.token = None

    def _kept(self) -> str | None:
        return self.token if time.monotonic() < self.ends - _EARLY else None

    def _request(self, http: httpx2.Client | httpx2.AsyncClient) -> httpx2.Request:
        form = {"grant_type": "client_credentials"}
        if self.credentials.scopes:
            form["scope"] = " ".join(self.credentials.scopes)
        pair = (quote_plus(self.credentials.client_id), quote_plus(self.credentials.client_secret))
        request = http.build_request(
            "POST", self.token_url, data=form, headers={"Accept": "application/json"}
        )
        next(httpx2.BasicAuth(*pair).auth_flow(request))
        return request

    def _keep(self, response: httpx2.Response) -> None:
        try:
            told: Any = response.json()
            token = told["access_token"] if response.is_success else None
        except (ValueError, TypeError, KeyError):
            told, token = {}, None
        if not isinstance(token, str):
            reason = told.get("error", "no access_token") if isinstance(told, dict) else "no access_token"
            raise CredentialsError(
                f"{self.token_url} gave no token: status {response.status_code}, {reason}; "
                "check the client's id, secret and scopes"
            )
        lasts = told.get("expires_in")
        self.token = token
        self.ends = time.monotonic() + lasts if isinstance(lasts, (int, float)) else float("inf")
