"""What the runtime has to know about this package."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ._base import CONTRACT
from ._operations import OPERATIONS
from ._runtime.client import ApiKey, Package


def _model(name: str) -> Any:
    return getattr(import_module(".models", __package__), name)


PACKAGE = Package(
    name="elb_client",
    contract=CONTRACT,
    operation=OPERATIONS.__getitem__,
    model=_model,
    security_schemes={
        "Token": ApiKey("header", "X-Auth-Token"),
        "SignatureDate": ApiKey("header", "X-Sdk-Date"),
    },
)

check = PACKAGE.check
