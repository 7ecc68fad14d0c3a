"""Whether a request has credentials. Only signatures are verified; any other value is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from oasmith.api.model import Operation, SecurityScheme
from oasmith.mock.messages import HttpError, Request
from oasmith.mock.signatures import signature_fault
from oasmith.runtime.decoding import split_cookies, split_query
from oasmith.runtime.signing import ALGORITHM


def check_credentials(
    operation: Operation,
    request: Request,
    schemes: Mapping[str, SecurityScheme],
    secrets: Mapping[str, str],
) -> None:
    """Raise HttpError 401 unless the request meets one of the operation's security requirements.

    With ``secrets``, secret keys by access key, signatures are verified.
    """
    requirements = [[schemes.get(key) for key in requirement] for requirement in operation.security]
    met = [requirement for requirement in requirements if _is_met(requirement, request)]
    faults = [_signature_fault(requirement, request, secrets) for requirement in met]
    if not requirements or None in faults:
        return
    if faults:
        raise HttpError(401, str(faults[0]), headers=(("WWW-Authenticate", ALGORITHM),))
    needed = " or ".join(" and ".join(keys) for keys in operation.security)
    known = [scheme for requirement in requirements for scheme in requirement if scheme]
    challenges = dict.fromkeys(_authorization_scheme(scheme) for scheme in known)
    raise HttpError(
        401,
        f"{operation.id} requires the credentials {needed}",
        headers=tuple(("WWW-Authenticate", challenge) for challenge in challenges if challenge),
    )


def _signature_fault(
    requirement: list[SecurityScheme | None], request: Request, secrets: Mapping[str, str]
) -> str | None:
    is_signed = any(scheme and scheme.scheme.upper() == ALGORITHM for scheme in requirement)
    return signature_fault(request, secrets, datetime.now(UTC)) if is_signed and secrets else None


def _is_met(requirement: list[SecurityScheme | None], request: Request) -> bool:
    return all(scheme is not None and _has_credentials(scheme, request) for scheme in requirement)


def _has_credentials(scheme: SecurityScheme, request: Request) -> bool:
    if scheme.type == "apiKey":
        if scheme.location == "header":
            return bool(request.header(scheme.parameter_name))
        is_query = scheme.location == "query"
        pairs = split_query(request.query) if is_query else split_cookies(request.header("Cookie") or "")
        return any(name == scheme.parameter_name and value for name, value in pairs)
    name = _authorization_scheme(scheme)
    if not name:
        return True
    given, _, credentials = (request.header("Authorization") or "").partition(" ")
    return given.lower() == name.lower() and bool(credentials.strip())


def _authorization_scheme(scheme: SecurityScheme) -> str:
    """The scheme of the Authorization header (RFC 9110 §11.4); empty if it is not in that header."""
    if scheme.type == "http":
        return scheme.scheme
    return "Bearer" if scheme.type in ("oauth2", "openIdConnect") else ""
