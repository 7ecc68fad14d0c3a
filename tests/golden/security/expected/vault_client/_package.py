"""What this package declares to the runtime."""

from __future__ import annotations

from ._contract import CONTRACT
from ._operations import operation
from ._runtime.flows import Flow
from ._runtime.oauth import OAuth2
from ._runtime.package import Package
from ._runtime.security import ApiKey, Basic, Bearer, Security

PACKAGE = Package(
    name="vault_client",
    contract=CONTRACT,
    operation=operation,
    access=Security(
        schemes={
            "key": ApiKey("header", "X-Vault-Key"),
            "query": ApiKey("query", "key"),
            "cookie": ApiKey("cookie", "session"),
            "bearer": Bearer(),
            "basic": Basic(),
            "login": OAuth2({"client_credentials": Flow("https://vault.example/token")}),
        },
        arguments={
            "key": "key",
            "query_": "query",
            "cookie": "cookie",
            "bearer": "bearer",
            "basic": "basic",
            "login": "login",
        },
    ).access,
)

check = PACKAGE.check
