"""Whether a request is signed with a key that the server knows (SDK-HMAC-SHA256)."""

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
    """What is wrong with the signature of a request; None for a good one.

    ``secrets`` has the secret key of each access key, ``now`` is in UTC.
    """
    given = _FORM.fullmatch(request.header("Authorization") or "")
    if given is None:
        return "the request is not signed"
    ak, names, _ = given.groups()
    if ak not in secrets:
        return "the access key is unknown"
    signed = {name: request.header(name) for name in names.split(";")}
    date = signed.get("x-sdk-date") or ""
    if None in signed.values() or not date:
        return "a signed header is missing"
    try:
        when = datetime.strptime(date, DATE_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return "X-Sdk-Date is no date"
    if abs(now - when) > _TOLERANCE:
        return "the signature is more than 15 minutes away from now"
    query = canonical_query(parse_qsl(request.query, keep_blank_values=True))
    headers = {name: value or "" for name, value in signed.items()}
    key = AccessKey(ak, secrets[ak])
    wanted = authorization(request.method, request.path, query, headers, _content(request), key)
    is_good = hmac.compare_digest(wanted.rpartition("=")[2], given[3])
    return None if is_good else "the signature is wrong"


def _content(request: Request) -> str:
    told = request.header("X-Sdk-Content-Sha256") if request.body else None
    return told or hashlib.sha256(request.body).hexdigest()
