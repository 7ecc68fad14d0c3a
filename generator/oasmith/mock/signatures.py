"""Verifies signatures of requests (SDK-HMAC-SHA256)."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from oasmith.mock.messages import Request
from oasmith.runtime.signing import ALGORITHM, DATE_FORMAT, AccessKey, authorization, canonical_query

_FORM = re.compile(rf"{ALGORITHM} Access=([^\s,]+), ?SignedHeaders=([^\s,]+), ?Signature=([0-9a-f]{{64}})")
_TOLERANCE = timedelta(minutes=15)


def signature_fault(request: Request, secrets: Mapping[str, str], now: datetime) -> str | None:
    """What is wrong with the signature of a request; None if it is valid.

    ``secrets`` has the secret key of each access key; ``now`` is in UTC.
    """
    given = _FORM.fullmatch(request.header("Authorization") or "")
    if given is None:
        return "the request is not signed"
    ak, names, signature = given.groups()
    if ak not in secrets:
        return "the access key is unknown"
    signed = {name: request.header(name) for name in names.split(";")}
    headers = {name: value for name, value in signed.items() if value is not None}
    date = headers.get("x-sdk-date")
    if len(headers) < len(signed) or not date:
        return "a signed header is missing"
    try:
        signed_at = datetime.strptime(date, DATE_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return "X-Sdk-Date is not a date"
    if abs(now - signed_at) > _TOLERANCE:
        return "the time of the signature differs by more than 15 minutes from now"
    pairs = parse_qsl(request.query, keep_blank_values=True)
    content = (request.header("X-Sdk-Content-Sha256") if request.body else None) or hashlib.sha256(
        request.body
    ).hexdigest()
    key = AccessKey(ak, secrets[ak])
    for integer_lists in ((), {name for name, _ in pairs}):  # a client knows which lists are of integers
        query = canonical_query(pairs, integer_lists)
        expected = authorization(request.method, request.path, query, headers, content, key)
        if hmac.compare_digest(expected.rpartition("=")[2], signature):
            return None
    return "the signature is wrong"
