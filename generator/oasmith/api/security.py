"""What operations require of their callers, and where a description says that credentials can be found."""

from __future__ import annotations

from collections.abc import Mapping

from oasmith.api.model import Api, Operation, SecurityScheme

SIGNATURE = "sdk-hmac-sha256"
"""The ``http`` scheme that signs requests with an access key."""
_ADDED_BY_SIGNATURE = "x-sdk-date"


def declared_variables(scheme: SecurityScheme) -> dict[str, tuple[str, ...]]:
    """The environment variables that a description names for each part of the credentials of a scheme."""
    declared = scheme.environment.get("variables") or {}
    return {part: (names,) if isinstance(names, str) else tuple(names) for part, names in declared.items()}


def security(api: Api, operation: Operation) -> tuple[tuple[str, ...], ...]:
    """The alternatives of an operation, without what a signature adds by itself."""
    schemes = {scheme.key: scheme for scheme in api.security_schemes}
    return tuple(
        tuple(name for name in names if not _is_added(name, names, schemes)) for names in operation.security
    )


def _is_added(name: str, names: tuple[str, ...], schemes: Mapping[str, SecurityScheme]) -> bool:
    """Whether a key is the date of a signature that is asked for as well."""
    is_signed = any(key in schemes and schemes[key].scheme.lower() == SIGNATURE for key in names)
    return is_signed and name in schemes and schemes[name].parameter_name.lower() == _ADDED_BY_SIGNATURE
