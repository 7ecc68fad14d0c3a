"""Whether a request shows credentials; whether they are good can be told of signatures only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from oasmith.api.model import Operation, SecurityScheme
from oasmith.mock.messages import Refusal, Request
from oasmith.mock.parsing import cookies, query_pairs
from oasmith.mock.signatures import signature_fault
from oasmith.runtime.signing import ALGORITHM


def check_credentials(
    operation: Operation,
    request: Request,
    schemes: Mapping[str, SecurityScheme],
    secrets: Mapping[str, str],
) -> None:
    """Raise Refusal 401 unless one of the operation's security alternatives is there as a whole.

    Where there are ``secrets``, by access key, a signature has to be good as well.
    """
    alternatives = [[schemes.get(key) for key in alternative] for alternative in operation.security]
    met = [alternative for alternative in alternatives if _is_met(alternative, request)]
    faults = [_signature_fault(alternative, request, secrets) for alternative in met]
    if not alternatives or None in faults:
        return
    if faults:
        raise Refusal(401, str(faults[0]), headers=(("WWW-Authenticate", ALGORITHM),))
    needed = " or ".join(" and ".join(names) for names in operation.security)
    known = [scheme for alternative in alternatives for scheme in alternative if scheme]
    challenges = dict.fromkeys(_authorization_scheme(scheme) for scheme in known)
    raise Refusal(
        401,
        f"{operation.id} needs {needed}",
        headers=tuple(("WWW-Authenticate", challenge) for challenge in challenges if challenge),
    )


def _signature_fault(
    alternative: list[SecurityScheme | None], request: Request, secrets: Mapping[str, str]
) -> str | None:
    is_signed = any(scheme and scheme.scheme.upper() == ALGORITHM for scheme in alternative)
    return signature_fault(request, secrets, datetime.now(UTC)) if is_signed and secrets else None


def query_keys(schemes: Iterable[SecurityScheme]) -> set[str]:
    """The names of the query parameters that hold keys."""
    return {scheme.parameter_name for scheme in schemes if scheme.location == "query"}


def _is_met(alternative: list[SecurityScheme | None], request: Request) -> bool:
    return all(scheme is not None and _is_shown(scheme, request) for scheme in alternative)


def _is_shown(scheme: SecurityScheme, request: Request) -> bool:
    if scheme.type == "apiKey":
        if scheme.location == "header":
            return bool(request.header(scheme.parameter_name))
        pairs = query_pairs(request.query) if scheme.location == "query" else cookies(request)
        return any(name == scheme.parameter_name and value for name, value in pairs)
    name = _authorization_scheme(scheme)
    if not name:
        return True
    given, _, credentials = (request.header("Authorization") or "").partition(" ")
    return given.lower() == name.lower() and bool(credentials.strip())


def _authorization_scheme(scheme: SecurityScheme) -> str:
    """The scheme of the Authorization header (RFC 9110 §11.4), empty for what is shown elsewhere."""
    if scheme.type == "http":
        return scheme.scheme
    return "Bearer" if scheme.type in ("oauth2", "openIdConnect") else ""
