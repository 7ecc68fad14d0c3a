"""A client for Bell.

Everything here is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import inputs, models, webhooks
    from ._package import check
    from ._runtime.advice import AdviceWarning
    from ._runtime.client import RawResponse
    from ._runtime.errors import (
        APIConnectionError,
        APIError,
        APIResponseValidationError,
        APIStatusError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ConflictError,
        CredentialsError,
        Deviation,
        InternalServerError,
        NotFoundError,
        NotModifiedError,
        PermissionDeniedError,
        RateLimitError,
        RequestValidationError,
        UnprocessableEntityError,
        Violation,
    )
    from ._runtime.streamed import streamed
    from .async_client import AsyncBellClient
    from .client import BellClient

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AdviceWarning",
    "AsyncBellClient",
    "AuthenticationError",
    "BadRequestError",
    "BellClient",
    "ConflictError",
    "CredentialsError",
    "Deviation",
    "InternalServerError",
    "NotFoundError",
    "NotModifiedError",
    "PermissionDeniedError",
    "RateLimitError",
    "RawResponse",
    "RequestValidationError",
    "UnprocessableEntityError",
    "Violation",
    "check",
    "inputs",
    "models",
    "streamed",
    "webhooks",
]

_MODULES = {
    "check": "._package",
    "AdviceWarning": "._runtime.advice",
    "RawResponse": "._runtime.client",
    "APIConnectionError": "._runtime.errors",
    "APIError": "._runtime.errors",
    "APIResponseValidationError": "._runtime.errors",
    "APIStatusError": "._runtime.errors",
    "APITimeoutError": "._runtime.errors",
    "AuthenticationError": "._runtime.errors",
    "BadRequestError": "._runtime.errors",
    "ConflictError": "._runtime.errors",
    "CredentialsError": "._runtime.errors",
    "Deviation": "._runtime.errors",
    "InternalServerError": "._runtime.errors",
    "NotFoundError": "._runtime.errors",
    "NotModifiedError": "._runtime.errors",
    "PermissionDeniedError": "._runtime.errors",
    "RateLimitError": "._runtime.errors",
    "RequestValidationError": "._runtime.errors",
    "UnprocessableEntityError": "._runtime.errors",
    "Violation": "._runtime.errors",
    "streamed": "._runtime.streamed",
    "AsyncBellClient": ".async_client",
    "BellClient": ".client",
}


def __getattr__(name: str) -> object:
    if name in ("inputs", "models", "webhooks"):
        return import_module(f".{name}", __name__)
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
