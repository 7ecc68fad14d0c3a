"""What the runtime has to know about this package."""

from __future__ import annotations

from ._contract import CONTRACT
from ._operations import operation
from ._runtime.package import Package
from ._runtime.security import ApiKey, Basic, Bearer, OAuth2

PACKAGE = Package(
    name="vault_client",
    contract=CONTRACT,
    operation=operation,
    security_schemes={
        "key": ApiKey("header", "X-Vault-Key"),
        "query": ApiKey("query", "key"),
        "cookie": ApiKey("cookie", "session"),
        "bearer": Bearer(),
        "basic": Basic(),
        "login": OAuth2("https://vault.example/token"),
    },
    arguments={
        "key": "key",
        "query_": "query",
        "cookie": "cookie",
        "bearer": "bearer",
        "basic": "basic",
        "login": "login",
    },
)

check = PACKAGE.check
