"""A client for Press.

Everything here is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import inputs, models
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
    from ._runtime.files import File
    from ._runtime.streamed import streamed
    from ._runtime.streaming import AsyncStream, Event, Stream
    from .async_client import AsyncPressClient
    from .client import PressClient

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AdviceWarning",
    "AsyncPressClient",
    "AsyncStream",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "CredentialsError",
    "Deviation",
    "Event",
    "File",
    "InternalServerError",
    "NotFoundError",
    "NotModifiedError",
    "PermissionDeniedError",
    "PressClient",
    "RateLimitError",
    "RawResponse",
    "RequestValidationError",
    "Stream",
    "UnprocessableEntityError",
    "Violation",
    "check",
    "inputs",
    "models",
    "streamed",
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
    "File": "._runtime.files",
    "streamed": "._runtime.streamed",
    "AsyncStream": "._runtime.streaming",
    "Event": "._runtime.streaming",
    "Stream": "._runtime.streaming",
    "AsyncPressClient": ".async_client",
    "PressClient": ".client",
}


def __getattr__(name: str) -> object:
    if name in ("inputs", "models"):
        return import_module(f".{name}", __name__)
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
