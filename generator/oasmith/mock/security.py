"""Whether a request shows credentials; whether they are good is for no mock to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from oasmith.api.model import Operation, SecurityScheme
from oasmith.mock.messages import Refusal, Request
from oasmith.mock.parsing import cookies, query_pairs


def check_credentials(operation: Operation, request: Request, schemes: Mapping[str, SecurityScheme]) -> None:
    """Raise Refusal 401 unless one of the operation's security alternatives is there as a whole."""
    alternatives = [[schemes.get(key) for key in alternative] for alternative in operation.security]
    if not alternatives or any(_is_met(alternative, request) for alternative in alternatives):
        return
    needed = " or ".join(" and ".join(names) for names in operation.security)
    known = [scheme for alternative in alternatives for scheme in alternative if scheme]
    challenges = dict.fromkeys(_authorization_scheme(scheme) for scheme in known)
    raise Refusal(
        401,
        f"{operation.id} needs {needed}",
        headers=tuple(("WWW-Authenticate", challenge) for challenge in challenges if challenge),
    )


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
