"""SDK-HMAC-SHA256, written from its description alone: what a server makes of a signed request."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import parse_qsl, quote, unquote


def is_signed(method: str, target: str, headers: dict[str, str], body: bytes, secret: str) -> bool:
    """Whether the signature in the Authorization header is that of the request; names are lower case."""
    algorithm, _, rest = headers["authorization"].partition(" ")
    fields = dict(part.split("=", 1) for part in rest.split(", "))
    path, _, query = target.partition("?")
    segments = [quote(segment, safe="~") for segment in unquote(path).split("/")]
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    signed = fields["SignedHeaders"].split(";")
    if not {"host", "x-sdk-date"} <= set(signed):
        return False
    digest = headers.get("x-sdk-content-sha256") if body else None
    canonical = [
        method,
        "/".join(segments).rstrip("/") + "/",
        "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs),
        *(f"{name}:{headers[name].strip()}" for name in signed),
        "",
        ";".join(signed),
        digest or hashlib.sha256(body).hexdigest(),
    ]
    hashed = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
    text = "\n".join([algorithm, headers["x-sdk-date"], hashed])
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return algorithm == "SDK-HMAC-SHA256" and hmac.compare_digest(signature, fields["Signature"])
