# A module of generated clients, in which another line takes the place of this one.
"""OAuth 2 (RFC 6749): tokens that the client fetches, with client credentials (§4.4) or another grant."""

from __future__ import annotations

import codecs
import math
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import quote_plus, urljoin

import anyio
import httpx2

from . import error_bodies
from .deadlines import AsyncWithin, Within
from .errors import APITimeoutError, CredentialsError, shortened
from .flows import Flow
from .retries import Attempts
from .security import Bearer, TokenSource
from .transport import address, build_request, discreet_transport, may_have_credentials

_EARLY = 30.0
"""Seconds before a token expires from which a new one is fetched; at most half of its lifetime."""
_MAX_SIZE = 2**20
"""The maximum size of a response with a token, in bytes."""


class Grant(ABC):
    """What a client exchanges for a token (RFC 6749 §1.3). ``hint`` says what to check if it gets none."""

    __slots__ = ()
    grant_type: ClassVar[str]
    hint: ClassVar[str]
    may_refresh: ClassVar[bool] = True
    """Whether a refresh token is used if the server gives one."""

    @abstractmethod
    def form(self) -> dict[str, str]:
        """The parameters of a request for a token, besides the type of the grant."""

    @abstractmethod
    def auth(self) -> httpx2.Auth | None:
        """How the client authenticates, in place of what the transport would send; None if it does not."""

    def client_form(self) -> dict[str, str]:
        """The parameters that identify a client that does not authenticate."""
        return {}


@dataclass(frozen=True, slots=True, repr=False)
class ClientCredentials(Grant):
    """The id and secret of a client, and the scopes that it requests."""

    client_id: str
    client_secret: str
    scopes: tuple[str, ...] = ()
    grant_type: ClassVar[str] = "client_credentials"
    hint: ClassVar[str] = "check the client's id, secret and scopes"
    may_refresh: ClassVar[bool] = False  # RFC 6749 §4.4.3: the client can get another token by itself

    def __repr__(self) -> str:
        return f"ClientCredentials(client_id={self.client_id!r}, client_secret='***', scopes={self.scopes!r})"

    def form(self) -> dict[str, str]:
        """The scopes."""
        return {"scope": " ".join(self.scopes)} if self.scopes else {}

    def auth(self) -> httpx2.Auth | None:
        """The id and secret of the client."""
        return client_auth(self.client_id, self.client_secret)


def client_auth(client_id: str, client_secret: str) -> httpx2.Auth:
    """The id and secret of a client as RFC 6749 §2.3.1 encodes them."""
    return httpx2.BasicAuth(quote_plus(client_id), quote_plus(client_secret))


@dataclass(frozen=True, slots=True)
class OAuth2(Bearer):
    """A bearer token, which may be fetched; ``flows`` has the URLs for each type of grant."""

    flows: Mapping[str, Flow]

    def takes(self, credential: Any) -> str:
        """Empty for a token and for what a token is fetched with."""
        return (
            "" if isinstance(credential, (str, Grant)) else "a token, a function that returns one, or a grant"
        )

    def source(self, credential: Any, urls: Sequence[str]) -> TokenSource | None:
        """What fetches tokens for a grant; ``urls`` are the base URLs of the client.

        Raises CredentialsError for a grant that the description does not have.
        """
        if not isinstance(credential, Grant):
            return None
        if credential.grant_type not in self.flows:
            known = ", ".join(self.flows)
            raise CredentialsError(
                f"the description has no token URL for {type(credential).__name__}; it has one for {known}"
            )
        flow = self.flows[credential.grant_type]
        token_url = urljoin(urls[0] + "/", flow.token_url)
        refresh_url = urljoin(urls[0] + "/", flow.refresh_url) if flow.refresh_url else token_url
        return TokenStore(token_url, refresh_url, credential, tuple(urls))


@dataclass(slots=True, repr=False)
class TokenStore:
    """The token of one client: fetched when it is needed, and only once for all calls that wait for it.

    It is refreshed if the server gave a refresh token (RFC 6749 §6); where that fails, a new one is
    fetched. A request to the origin of one of the ``base_urls`` has the headers and cookies of the client.
    """

    token_url: str
    refresh_url: str
    grant: Grant
    base_urls: tuple[str, ...]
    token: str | None = None
    refresh_token: str | None = None
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
                    token = self._new_token(http, timeout)
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
                    token = await self._new_token_async(http, timeout)
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

    async def _new_token_async(self, http: httpx2.AsyncClient, timeout: httpx2.Timeout) -> str:
        """A token for the refresh token, if there is one, or else for the grant. Raises CredentialsError."""
        if self.refresh_token is not None:
            response = await self._fetch_async(http, self._refreshing(http, timeout))
            if _token(response) is not None:
                return self._store(response)
            self.refresh_token = None
        return self._store(await self._fetch_async(http, self._requesting(http, timeout)))

    async def _fetch_async(self, http: httpx2.AsyncClient, request: httpx2.Request) -> httpx2.Response:
        response = await http.send(request, auth=self.grant.auth(), follow_redirects=False, stream=True)
        body = b""
        try:
            async for chunk in response.aiter_bytes():
                body = self._longer(body, chunk)
        finally:
            await response.aclose()
        return httpx2.Response(response.status_code, content=body, request=request)

    # Derived from _new_token_async by generator/derive_sync.py of oasmith.
    def _new_token(self, http: httpx2.Client, timeout: httpx2.Timeout) -> str:
        """A token for the refresh token, if there is one, or else for the grant. Raises CredentialsError."""
        if self.refresh_token is not None:
            response = self._fetch(http, self._refreshing(http, timeout))
            if _token(response) is not None:
                return self._store(response)
            self.refresh_token = None
        return self._store(self._fetch(http, self._requesting(http, timeout)))

    # Derived from _fetch_async by generator/derive_sync.py of oasmith.
    def _fetch(self, http: httpx2.Client, request: httpx2.Request) -> httpx2.Response:
        response = http.send(request, auth=self.grant.auth(), follow_redirects=False, stream=True)
        body = b""
        try:
            for chunk in response.iter_bytes():
                body = self._longer(body, chunk)
        finally:
            response.close()
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

    def _requesting(
        self, http: httpx2.Client | httpx2.AsyncClient, timeout: httpx2.Timeout
    ) -> httpx2.Request:
        """The request of a token for the grant."""
        form = {"grant_type": self.grant.grant_type, **self.grant.form()}
        return self._request(http, timeout, self.token_url, form)

    def _refreshing(
        self, http: httpx2.Client | httpx2.AsyncClient, timeout: httpx2.Timeout
    ) -> httpx2.Request:
        """The request of a token for the refresh token."""
        form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token or ""}
        return self._request(http, timeout, self.refresh_url, form)

    def _request(
        self,
        http: httpx2.Client | httpx2.AsyncClient,
        timeout: httpx2.Timeout,
        url: str,
        form: Mapping[str, str],
    ) -> httpx2.Request:
        return build_request(
            http,
            "POST",
            httpx2.URL(url),
            headers={b"Accept": b"application/json"},
            timeout=timeout,
            content={"data": {**form, **self.grant.client_form()}},
            is_trusted=may_have_credentials(httpx2.URL(url), map(httpx2.URL, self.base_urls)),
        )

    def _store(self, response: httpx2.Response) -> str:
        fields = _fields(response)
        token = _token(response)
        if token is None:
            raise CredentialsError(
                f"{self._address} sent no token: status {response.status_code}, {self._reason(fields)}; "
                f"{self.grant.hint}"
            )
        refresh_token = fields.get("refresh_token")
        if self.grant.may_refresh and isinstance(refresh_token, str) and refresh_token:
            self.refresh_token = refresh_token
        lasts = _seconds(fields.get("expires_in"))
        self.token = token
        self.ends = time.monotonic() + lasts - min(_EARLY, lasts / 2)
        return token

    def _reason(self, fields: Mapping[str, Any]) -> str:
        """Why there is no token: what the server says about it, unless it repeats a secret."""
        error = fields.get("error")
        code = error if isinstance(error, str) else ""
        said = error_bodies.message(fields)
        both = ": ".join(dict.fromkeys(part for part in (code, said) if part))
        secrets = [getattr(self.grant, name, None) for name in ("client_secret", "password")]
        for text in (both, code):
            if text and not any(secret and secret in text for secret in (*secrets, self.refresh_token)):
                return shortened(text)
        return "no access_token"

    @property
    def _address(self) -> str:
        """The token URL without what may be secret."""
        return address(httpx2.URL(self.token_url))


def _fields(response: httpx2.Response) -> dict[str, Any]:
    """The fields of a response of a token endpoint; empty if it is not a JSON object."""
    from pydantic_core import from_json  # slow to load

    try:
        content = from_json(response.content.removeprefix(codecs.BOM_UTF8))
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _token(response: httpx2.Response) -> str | None:
    """The token in a response, if there is one."""
    token = _fields(response).get("access_token") if response.is_success else None
    return token if isinstance(token, str) and token else None


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
