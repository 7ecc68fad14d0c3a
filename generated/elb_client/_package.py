"""What the runtime has to know about this package."""

from __future__ import annotations

from ._base import CONTRACT
from ._operations import operation
from ._runtime.client import Package
from ._runtime.security import ApiKey

PACKAGE = Package(
    name="elb_client",
    contract=CONTRACT,
    operation=operation,
    security_schemes={
        "Token": ApiKey("header", "X-Auth-Token"),
        "SignatureDate": ApiKey("header", "X-Sdk-Date"),
    },
)

check = PACKAGE.check
