# A module of generated clients, in which another line takes the place of this one.
"""Requests signed with an access key and its secret (SDK-HMAC-SHA256)."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

import httpx2

from .errors import CredentialsError
from .security import SecurityScheme

ALGORITHM = "SDK-HMAC-SHA256"
DATE_FORMAT = "%Y%m%dT%H%M%SZ"
_NOT_HASHED = "UNSIGNED-PAYLOAD"
_ADDED = {
    "X-Project-Id": "project_id", "X-Domain-Id": "domain_id", "X-Security-Token": "security_token",
}  # fmt: skip
_OF_THE_TRANSPORT = {
    "accept", "accept-encoding", "connection", "content-length", "cookie", "expect", "transfer-encoding",
}  # fmt: skip
"""Headers that are not signed: a proxy may set or change them."""


@dataclass(frozen=True, slots=True, repr=False)
class AccessKey:
    """An access key and its secret key; a temporary one has a security token."""

    ak: str
    sk: str
    security_token: str | None = None
    project_id: str | None = None
    domain_id: str | None = None

    def __post_init__(self) -> None:
        """Raises CredentialsError if one of the two keys is missing."""
        missing = [name for name in ("ak", "sk") if not getattr(self, name)]
        if missing:
            raise CredentialsError(f"an access key needs both ak and sk; {' and '.join(missing)} is missing")

    def __repr__(self) -> str:
        return f"AccessKey(ak='***', sk='***', project_id={self.project_id!r}, domain_id={self.domain_id!r})"


@dataclass(frozen=True, slots=True)
class SdkHmacSha256(SecurityScheme):
    """A signature over method, path, query, JSON body, and all headers but those of the transport."""

    def takes(self, credential: Any) -> str:
        """Empty for an access key."""
        return "" if isinstance(credential, AccessKey) else "an AccessKey"

    def sign(self, secret: Any, request: httpx2.Request, is_redirected: bool = False) -> None:
        """Add the date, the ids of the key, and the signature; the query is sorted as it is signed.

        An Authorization header is not replaced, except that of a request before a redirect.
        """
        if is_redirected:
            request.headers.pop("Authorization", None)
        headers = request.headers
        given = dict(headers.items())  # with names in lower case, and much faster to read
        for name, field in _ADDED.items():
            value = getattr(secret, field)
            if value and name.lower() not in given:
                headers[name] = given[name.lower()] = value
        if "authorization" in given:
            return
        headers["X-Sdk-Date"] = given["x-sdk-date"] = datetime.now(UTC).strftime(DATE_FORMAT)
        content_type = given.get("content-type", "")
        if content_type and not content_type.startswith(("application/json", "application/bson")):
            headers["X-Sdk-Content-Sha256"] = given["x-sdk-content-sha256"] = _NOT_HASHED
        url = request.url
        pairs = parse_qsl(url.query.decode(), keep_blank_values=True) if url.query else []
        query = canonical_query(pairs, request.extensions.get("integer_lists", ()))
        path = url.raw_path.decode().partition("?")[0]
        if query:
            request.url = url.copy_with(raw_path=f"{path}?{query}".encode())
        signed = {name: value for name, value in given.items() if name not in _OF_THE_TRANSPORT}
        content = _content_hash(request, given)
        headers["Authorization"] = authorization(request.method, path, query, signed, content, secret)

    def parameters(self, secret: Any) -> Mapping[str, str]:
        """The ids of the project and the domain, if the key has them."""
        known = {name: getattr(secret, name) for name in ("project_id", "domain_id")}
        return {name: value for name, value in known.items() if value}


def _content_hash(request: httpx2.Request, headers: Mapping[str, str]) -> str:
    """What the signature covers of a body: the value of ``X-Sdk-Content-Sha256``, else its SHA-256."""
    is_empty = "transfer-encoding" not in headers and headers.get("content-length", "0") == "0"
    given = None if is_empty else headers.get("x-sdk-content-sha256")
    if not given and getattr(request.stream, "is_replayable", False) and isinstance(request.stream, Iterable):
        hashed = hashlib.sha256()
        for chunk in request.stream:
            hashed.update(chunk)
        return hashed.hexdigest()
    return given or hashlib.sha256(b"" if is_empty else request.read()).hexdigest()


def authorization(
    method: str, path: str, query: str, headers: Mapping[str, str], content: str, key: AccessKey
) -> str:
    """The Authorization header of a request.

    ``path`` is as it is sent, ``query`` is canonical, ``headers`` are all headers to sign, including
    ``X-Sdk-Date``, and ``content`` is the hash of the body, in hexadecimal.
    """
    named = sorted((name.lower(), str(value).strip()) for name, value in headers.items() if "_" not in name)
    names = ";".join(name for name, _ in named)
    lines = "".join(f"{name}:{value}\n" for name, value in named)
    request = "\n".join((method.upper(), _canonical_path(path), query, lines, names, content))
    hashed = hashlib.sha256(request.encode()).hexdigest()
    to_sign = f"{ALGORITHM}\n{dict(named)['x-sdk-date']}\n{hashed}"
    signature = hmac.digest(key.sk.encode(), to_sign.encode(), "sha256").hex()
    return f"{ALGORITHM} Access={key.ak}, SignedHeaders={names}, Signature={signature}"


def canonical_query(pairs: Iterable[tuple[str, str]], integer_lists: Container[str] = ()) -> str:
    """A query in the order and encoding in which it is signed, from its decoded pairs.

    The vendor's SDK sorts the values of one name: as numbers if they are integers, else as strings.
    ``integer_lists`` are the names whose values are integers.
    """

    def order(pair: tuple[str, str]) -> tuple[str, int, str]:
        name, value = pair
        is_number = name in integer_lists and _INTEGER.fullmatch(value)
        return name, int(value) if is_number else 0, value

    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted(pairs, key=order))


_INTEGER = re.compile(r"-?\d+", re.ASCII)


def _canonical_path(path: str) -> str:
    quoted = path if _PLAIN_PATH.fullmatch(path) else "/".join(map(_quoted, unquote(path).split("/")))
    return quoted if quoted.endswith("/") else f"{quoted}/"


_PLAIN_PATH = re.compile(r"[\w.~/-]*", re.ASCII)
"""A path without anything that is or must be encoded."""


def _quoted(text: str) -> str:
    return quote(text, safe="~")
