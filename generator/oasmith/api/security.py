"""The security requirements of operations, and the environment variables for credentials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from oasmith.api.model import Api, Operation, SecurityScheme

SIGNATURE = "sdk-hmac-sha256"
"""The scheme of the type ``http`` that signs requests with an access key."""
_ADDED_BY_SIGNATURE = "x-sdk-date"


def declared_variables(scheme: SecurityScheme) -> dict[str, tuple[str, ...]]:
    """The environment variables of each part of the credentials of a scheme, from ``x-environment``."""
    declared = scheme.environment.get("variables") or {}
    return {part: (names,) if isinstance(names, str) else tuple(names) for part, names in declared.items()}


def security(api: Api, operation: Operation) -> tuple[tuple[str, ...], ...]:
    """The security alternatives of an operation, without the date header that a signature adds itself."""
    schemes = {scheme.key: scheme for scheme in api.security_schemes}
    return tuple(
        tuple(name for name in names if not _is_added(name, names, schemes)) for names in operation.security
    )


def usual_security(api: Api) -> tuple[tuple[str, ...], ...]:
    """The security alternatives of the operations, the most frequent first; without any, each scheme."""
    used = Counter(keys for operation in api.operations for keys in security(api, operation) if keys)
    return tuple(keys for keys, _ in used.most_common()) or tuple((it.key,) for it in api.security_schemes)


def _is_added(name: str, names: tuple[str, ...], schemes: Mapping[str, SecurityScheme]) -> bool:
    """Whether a scheme is the date header of a signature in the same alternative."""
    is_signed = any(key in schemes and schemes[key].scheme.lower() == SIGNATURE for key in names)
    return is_signed and name in schemes and schemes[name].parameter_name.lower() == _ADDED_BY_SIGNATURE
