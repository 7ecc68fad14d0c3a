"""Credentials that the client has no argument for are those of a custom httpx2 client."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest
from support.wire import KINDS, client_of, sent

PATHS = """
/tls: {get: {operationId: tls, security: [{tls: []}], responses: {"200": {description: ok}}}}
/digest: {get: {operationId: digest, security: [{digest: []}], responses: {"200": {description: ok}}}}
/both: {get: {operationId: both, security: [{tls: [], bearer: []}], responses: {"200": {description: ok}}}}
/either:
  get: {operationId: either, security: [{digest: []}, {bearer: []}], responses: {"200": {description: ok}}}
"""
MORE = """
components:
  securitySchemes:
    tls: {type: mutualTLS}
    digest: {type: http, scheme: digest}
    bearer: {type: http, scheme: bearer}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("credentials"), PATHS, MORE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", ["tls", "digest", "either"])
def test_nothing_else_is_demanded(package: ModuleType, kind: str, operation: str) -> None:
    assert "authorization" not in sent(package, kind, lambda client: getattr(client, operation)()).headers


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", ["both", "either"])
def test_what_is_supported_is_sent(package: ModuleType, kind: str, operation: str) -> None:
    received = sent(package, kind, lambda client: getattr(client, operation)(), bearer="t")
    assert received.headers["authorization"] == "Bearer t"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_supported_beside_it_is_demanded(package: ModuleType, kind: str) -> None:
    with pytest.raises(package.CredentialsError, match="give the client bearer="):
        sent(package, kind, lambda client: client.both())


@pytest.mark.parametrize("kind", KINDS)
def test_those_of_a_custom_client_are_sent(package: ModuleType, kind: str) -> None:
    auth: Any = httpx2.BasicAuth("user", "password")
    http = httpx2.Client(auth=auth) if kind == "sync" else httpx2.AsyncClient(auth=auth)
    received = sent(package, kind, lambda client: client.digest(), http_client=http)
    assert received.headers["authorization"].startswith("Basic ")


def test_a_description_with_no_others(tmp_path: Path) -> None:
    package = client_of(tmp_path, PATHS, MORE.replace("scheme: bearer", "scheme: hoba"))
    assert sent(package, "sync", lambda client: client.tls()).target == "/tls"
    assert sent(package, "sync", lambda client: client.both()).target == "/both"
