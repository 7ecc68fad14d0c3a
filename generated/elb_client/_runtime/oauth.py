"""OAuth 2 client credentials (RFC 6749 §4.4): tokens that a client fetches for itself."""

from __future__ import annotations

import codecs
import math
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

import anyio
import httpx2
from pydantic_core import from_json

from .deadlines import AsyncWithin, Within
from .errors import APITimeoutError, CredentialsError, shortened
from .logs import address, discreet_transport
from .origins import build_request
from .retries import Attempts
from .security import ClientCredentials

_EARLY = 30.0
"""Seconds before its end from which a token is fetched anew; one that lasts no minute, from half its time."""
_LARGEST = 2**20
"""Bytes that the response to a request for a token may have."""


@dataclass(slots=True, repr=False)
class TokenStore:
    """The token of one client: fetched when it is needed, once however many calls wait for it.

    ``is_home`` says whether the API is at the same origin, whose headers and cookies the request then has.
    """

    token_url: str
    credentials: ClientCredentials
    is_home: bool
    token: str | None = None
    ends: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)
    async_lock: anyio.Lock = field(default_factory=anyio.Lock)

    # Derived from get_async by generator/derive_sync.py of oasmith.
    def get(self, http: httpx2.Client, attempts: Attempts, timeout: httpx2.Timeout) -> str:
        """The token, fetched if there is none that lasts.

        Raises CredentialsError where none is given, and APITimeoutError where the time of the call is over
        or another call that fetches it takes longer than this one may wait for a connection.
        """
        with self._turn(timeout):
            kept = self._kept()
            if kept is None:
                with self._reached(), Within(attempts, "POST", self.token_url):
                    kept = self._keep(self._fetch(http, timeout))
            return kept

    async def get_async(self, http: httpx2.AsyncClient, attempts: Attempts, timeout: httpx2.Timeout) -> str:
        """The token, fetched if there is none that lasts.

        Raises CredentialsError where none is given, and APITimeoutError where the time of the call is over
        or another call that fetches it takes longer than this one may wait for a connection.
        """
        async with self._turn_async(timeout):
            kept = self._kept()
            if kept is None:
                with self._reached(), AsyncWithin(attempts, "POST", self.token_url):
                    kept = self._keep(await self._fetch_async(http, timeout))
            return kept

    @contextmanager
    def _turn(self, timeout: httpx2.Timeout) -> Iterator[None]:
        if not self.lock.acquire(timeout=-1 if timeout.pool is None else timeout.pool):
            raise self._too_late()
        try:
            yield
        finally:
            self.lock.release()

    @asynccontextmanager
    async def _turn_async(self, timeout: httpx2.Timeout) -> AsyncIterator[None]:
        try:
            with anyio.fail_after(timeout.pool):
                await self.async_lock.acquire()
        except TimeoutError:
            raise self._too_late() from None
        try:
            yield
        finally:
            self.async_lock.release()

    # Derived from _fetch_async by generator/derive_sync.py of oasmith.
    def _fetch(self, http: httpx2.Client, timeout: httpx2.Timeout) -> httpx2.Response:
        request = self._request(http, timeout)
        response = http.send(request, auth=self._auth(), follow_redirects=False, stream=True)
        body = b""
        try:
            for chunk in response.iter_bytes():
                body = self._longer(body, chunk)
        finally:
            response.close()
        return httpx2.Response(response.status_code, content=body, request=request)

    async def _fetch_async(self, http: httpx2.AsyncClient, timeout: httpx2.Timeout) -> httpx2.Response:
        request = self._request(http, timeout)
        response = await http.send(request, auth=self._auth(), follow_redirects=False, stream=True)
        body = b""
        try:
            async for chunk in response.aiter_bytes():
                body = self._longer(body, chunk)
        finally:
            await response.aclose()
        return httpx2.Response(response.status_code, content=body, request=request)

    def _longer(self, body: bytes, chunk: bytes) -> bytes:
        if len(body) + len(chunk) > _LARGEST:
            raise CredentialsError(f"{self._address} gave no token: its response is over {_LARGEST:,} bytes")
        return body + chunk

    def _too_late(self) -> APITimeoutError:
        told = "another call that asks there has not got a token in the time that this one may take"
        return APITimeoutError(told, method="POST", url=self._address)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            with discreet_transport():
                yield
        except (httpx2.RequestError, UnicodeEncodeError) as error:
            raise CredentialsError(f"{self._address} could not be asked for a token: {error}") from error

    def forget(self, token: str) -> None:
        """Fetch another one next time, if this is still the one in use."""
        if self.token == token:
            self.token = None

    def _kept(self) -> str | None:
        return self.token if time.monotonic() < self.ends else None

    def _request(self, http: httpx2.Client | httpx2.AsyncClient, timeout: httpx2.Timeout) -> httpx2.Request:
        form = {"grant_type": "client_credentials"}
        if self.credentials.scopes:
            form["scope"] = " ".join(self.credentials.scopes)
        return build_request(
            http,
            "POST",
            self.token_url,
            headers={b"Accept": b"application/json"},
            timeout=timeout,
            content={"data": form},
            is_home=self.is_home,
        )

    def _auth(self) -> httpx2.Auth:
        """The client's own id and secret, whatever else the transport would send (RFC 6749 §2.3.1)."""
        return httpx2.BasicAuth(
            quote_plus(self.credentials.client_id), quote_plus(self.credentials.client_secret)
        )

    def _keep(self, response: httpx2.Response) -> str:
        try:
            told: Any = from_json(response.content.removeprefix(codecs.BOM_UTF8))
        except ValueError:
            told = None
        fields = told if isinstance(told, dict) else {}
        token = fields.get("access_token") if response.is_success else None
        if not isinstance(token, str) or not token:
            reason = fields.get("error")
            reason = shortened(reason) if isinstance(reason, str) else "no access_token"
            raise CredentialsError(
                f"{self._address} gave no token: status {response.status_code}, {reason}; "
                "check the client's id, secret and scopes"
            )
        lasts = _seconds(fields.get("expires_in"))
        self.token = token
        self.ends = time.monotonic() + lasts - min(_EARLY, lasts / 2)
        return token

    @property
    def _address(self) -> str:
        """The token URL without what may be a secret."""
        return address(httpx2.URL(self.token_url))


_DAY = 86_400.0


def _seconds(lasts: Any) -> float:
    """How long a token lasts: some servers write the number as a string, some say nothing.

    What is not a number of seconds counts as a day.
    """
    try:
        seconds = float(lasts)
    except (TypeError, ValueError, OverflowError):
        return _DAY
    return max(seconds, 0.0) if math.isfinite(seconds) else _DAY
