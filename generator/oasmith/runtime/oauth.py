"""OAuth 2 client credentials (RFC 6749 §4.4): tokens that the client fetches."""

from __future__ import annotations

import codecs
import math
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urljoin

import anyio
import httpx2

from .deadlines import AsyncWithin, Within
from .errors import APITimeoutError, CredentialsError, shortened
from .retries import Attempts
from .security import Bearer, TokenSource
from .transport import address, build_request, discreet_transport, may_have_credentials

_EARLY = 30.0
"""Seconds before a token expires from which a new one is fetched; at most half of its lifetime."""
_MAX_SIZE = 2**20
"""The maximum size of a response with a token, in bytes."""


@dataclass(frozen=True, slots=True, repr=False)
class ClientCredentials:
    """The id and secret of a client, and the scopes that it requests."""

    client_id: str
    client_secret: str
    scopes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"ClientCredentials(client_id={self.client_id!r}, client_secret='***', scopes={self.scopes!r})"


@dataclass(frozen=True, slots=True)
class OAuth2(Bearer):
    """A bearer token, which may be fetched from ``token_url``."""

    token_url: str

    def source(self, credential: Any, urls: Sequence[str]) -> TokenSource | None:
        """What fetches tokens for client credentials; ``urls`` are the base URLs of the client."""
        if not isinstance(credential, ClientCredentials):
            return None
        url = urljoin(urls[0] + "/", self.token_url)
        is_trusted = may_have_credentials(httpx2.URL(url), map(httpx2.URL, urls))
        return TokenStore(url, credential, is_trusted)


@dataclass(slots=True, repr=False)
class TokenStore:
    """The token of one client: fetched when it is needed, and only once for all calls that wait for it.

    ``is_trusted`` says whether the token URL has the origin of the API; then the request has the headers
    and cookies of its client.
    """

    token_url: str
    credentials: ClientCredentials
    is_trusted: bool
    token: str | None = None
    ends: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)
    async_lock: anyio.Lock = field(default_factory=anyio.Lock)

    # Derived from get_async by generator/derive_sync.py of oasmith.
    def get(self, http: httpx2.Client, attempts: Attempts, timeout: httpx2.Timeout) -> str:
        """The token, fetched if there is none or it has expired.

        Raises CredentialsError if the server sends none, and APITimeoutError if the time of the call is over
        or another call that fetches it takes longer than this one may wait for a connection.
        """
        with self._locked(timeout):
            token = self._current()
            if token is None:
                with self._errors(), Within(attempts, "POST", self.token_url):
                    token = self._store(self._fetch(http, timeout))
            return token

    async def get_async(self, http: httpx2.AsyncClient, attempts: Attempts, timeout: httpx2.Timeout) -> str:
        """The token, fetched if there is none or it has expired.

        Raises CredentialsError if the server sends none, and APITimeoutError if the time of the call is over
        or another call that fetches it takes longer than this one may wait for a connection.
        """
        async with self._locked_async(timeout):
            token = self._current()
            if token is None:
                with self._errors(), AsyncWithin(attempts, "POST", self.token_url):
                    token = self._store(await self._fetch_async(http, timeout))
            return token

    @contextmanager
    def _locked(self, timeout: httpx2.Timeout) -> Iterator[None]:
        if not self.lock.acquire(timeout=-1 if timeout.pool is None else timeout.pool):
            raise self._too_late()
        try:
            yield
        finally:
            self.lock.release()

    @asynccontextmanager
    async def _locked_async(self, timeout: httpx2.Timeout) -> AsyncIterator[None]:
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
        if len(body) + len(chunk) > _MAX_SIZE:
            raise CredentialsError(f"{self._address} sent no token: its response is over {_MAX_SIZE:,} bytes")
        return body + chunk

    def _too_late(self) -> APITimeoutError:
        reason = "another call has not received a token in the time that this one may take"
        return APITimeoutError(reason, method="POST", url=self._address)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            with discreet_transport():
                yield
        except (httpx2.RequestError, UnicodeEncodeError) as error:
            raise CredentialsError(f"the request for a token to {self._address} failed: {error}") from error

    def forget(self, token: str) -> None:
        """Fetch a new token next time if this is still the current one."""
        if self.token == token:
            self.token = None

    def _current(self) -> str | None:
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
            is_trusted=self.is_trusted,
        )

    def _auth(self) -> httpx2.Auth:
        """The id and secret of the client, in place of what the transport would send (RFC 6749 §2.3.1)."""
        return httpx2.BasicAuth(
            quote_plus(self.credentials.client_id), quote_plus(self.credentials.client_secret)
        )

    def _store(self, response: httpx2.Response) -> str:
        from pydantic_core import from_json  # slow to load

        try:
            content: Any = from_json(response.content.removeprefix(codecs.BOM_UTF8))
        except ValueError:
            content = None
        fields = content if isinstance(content, dict) else {}
        token = fields.get("access_token") if response.is_success else None
        if not isinstance(token, str) or not token:
            reason = fields.get("error")
            reason = shortened(reason) if isinstance(reason, str) else "no access_token"
            raise CredentialsError(
                f"{self._address} sent no token: status {response.status_code}, {reason}; "
                "check the client's id, secret and scopes"
            )
        lasts = _seconds(fields.get("expires_in"))
        self.token = token
        self.ends = time.monotonic() + lasts - min(_EARLY, lasts / 2)
        return token

    @property
    def _address(self) -> str:
        """The token URL without what may be secret."""
        return address(httpx2.URL(self.token_url))


_DAY = 86_400.0


def _seconds(lasts: Any) -> float:
    """The lifetime of a token: some servers send the number as a string, some send none.

    What is not a number of seconds counts as a day.
    """
    try:
        seconds = float(lasts)
    except (TypeError, ValueError, OverflowError):
        return _DAY
    return max(seconds, 0.0) if math.isfinite(seconds) else _DAY
