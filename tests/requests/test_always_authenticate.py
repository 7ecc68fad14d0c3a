"""Credentials go to operations that ask for them, and on request where the description says nothing."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support.server import Answer, Received, serving
from support.wire import KINDS, client_of, sent, using

ANSWER = "responses: {'204': {description: x}}"
PATHS = f"""
/asked: {{get: {{operationId: asked, security: [{{token: []}}], {ANSWER}}}}}
/either: {{get: {{operationId: either, security: [{{token: []}}, {{key: []}}], {ANSWER}}}}}
/optional: {{get: {{operationId: optional, security: [{{}}, {{token: []}}], {ANSWER}}}}}
/silent: {{get: {{operationId: silent, {ANSWER}}}}}
/open: {{get: {{operationId: open, security: [], {ANSWER}}}}}
/anyone: {{get: {{operationId: anyone, security: [{{}}], {ANSWER}}}}}
"""
SCHEMES = """
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: basic}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("always"), PATHS, SCHEMES)


def shown(received: Received) -> dict[str, str]:
    names = ("authorization", "x-key")
    return {name: received.headers[name] for name in names if name in received.headers}


TOKEN, KEY = {"authorization": "Bearer t"}, {"x-key": "k"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("asked", {"token": "t"}, TOKEN),
        ("asked", {"token": "t", "key": "k"}, TOKEN),
        ("either", {"key": "k"}, KEY),
        ("optional", {"token": "t"}, TOKEN),
        ("optional", {}, {}),
        ("silent", {"token": "t"}, {}),
        ("silent", {}, {}),
        ("open", {"token": "t"}, {}),
        ("anyone", {"token": "t"}, {}),
        ("silent", {"token": "t", "always_authenticate": True}, TOKEN),
        ("silent", {"key": "k", "always_authenticate": True}, KEY),
        ("silent", {"token": "t", "key": "k", "always_authenticate": True}, TOKEN),
        ("silent", {"always_authenticate": True}, {}),
        ("open", {"token": "t", "always_authenticate": True}, {}),
        ("anyone", {"token": "t", "always_authenticate": True}, {}),
        ("either", {"key": "k", "always_authenticate": True}, KEY),
    ],
)
def test_where_a_credential_is_sent(
    package: ModuleType, kind: str, name: str, given: dict[str, Any], expected: dict[str, str]
) -> None:
    assert shown(sent(package, kind, lambda client: getattr(client, name)(), **given)) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_an_operation_that_asks_for_credentials_demands_them(package: ModuleType, kind: str) -> None:
    with pytest.raises(package.CredentialsError, match="asked needs credentials"):
        using(package, kind, lambda client: client.asked(), base_url="http://127.0.0.1:1")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_an_option_as_well(package: ModuleType, kind: str) -> None:
    def use(client: Any) -> Any:
        return client.with_options(always_authenticate=True, key="k").silent()

    assert shown(sent(package, kind, use, token="t")) == KEY

    def turned_off(client: Any) -> Any:
        return client.with_options(always_authenticate=False).silent()

    assert shown(sent(package, kind, turned_off, token="t", always_authenticate=True)) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_description_without_any_security_has_arguments_for_its_schemes(tmp_path: Path, kind: str) -> None:
    paths = f"/silent: {{get: {{operationId: silent, {ANSWER}}}}}"
    package = client_of(tmp_path, paths, SCHEMES)
    basic = {"authorization": "Basic dTpw"}
    for given, expected in (({"token": "t"}, TOKEN), ({"key": "k"}, KEY), ({"login": ("u", "p")}, basic)):
        options = {**given, "always_authenticate": True}
        assert shown(sent(package, kind, lambda client: client.silent(), **options)) == expected
        assert shown(sent(package, kind, lambda client: client.silent(), **given)) == {}


@pytest.mark.parametrize("security", ["[]", "[{}]"])
def test_nobody_is_asked_for_credentials_that_are_explicitly_not_needed(
    tmp_path: Path, security: str
) -> None:
    paths = f"/open: {{get: {{operationId: open, {ANSWER}}}}}"
    package = client_of(tmp_path, paths, f"{SCHEMES}\nsecurity: {security}")
    with pytest.raises(TypeError):
        sent(package, "sync", lambda client: client.open(), token="t")


@pytest.mark.parametrize("kind", KINDS)
def test_the_security_of_the_document_is_that_of_its_operations(tmp_path: Path, kind: str) -> None:
    package = client_of(tmp_path, PATHS, f"{SCHEMES}\nsecurity: [{{key: []}}]")
    assert shown(sent(package, kind, lambda client: client.silent(), key="k")) == KEY
    assert shown(sent(package, kind, lambda client: client.open(), key="k")) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_another_origin_gets_no_credentials(package: ModuleType, kind: str) -> None:
    with serving(Answer(204, b"", {})) as other:
        moved = Answer(307, b"", {"Location": f"{other.url}/silent"})
        with serving(moved) as server:
            using(
                package,
                kind,
                lambda client: client.silent(),
                base_url=server.url,
                token="t",
                always_authenticate=True,
                follow_redirects=True,
            )
    assert [shown(received) for received in (*server.received, *other.received)] == [TOKEN, {}]
