"""What this package declares to the runtime."""

from __future__ import annotations

from ._contract import CONTRACT
from ._operations import operation
from ._runtime.package import Package

PACKAGE = Package(name="atlas_client", contract=CONTRACT, operation=operation)

check = PACKAGE.check
