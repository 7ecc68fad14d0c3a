"""The reference and the guide show how to pass credentials, which scopes are needed, and all servers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from oasmith.pipeline import build_files
from oasmith.settings import Target
from support.packages import imported_package

SCOPES = {"read:pets": "Read <b>pets</b>", "write:pets": "Change pets"}
TOKEN = "https://shop.example/token"
SCHEMES: Mapping[str, Any] = {
    "oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": TOKEN, "scopes": SCOPES}}},
    "user": {"type": "oauth2", "flows": {
        "password": {"tokenUrl": f"{TOKEN}/user", "scopes": {"all": "Everything"}},
        "authorizationCode": {"tokenUrl": f"{TOKEN}/code", "authorizationUrl": "https://shop.example/ask",
                              "scopes": {"some": ""}}}},
    "connect": {"type": "openIdConnect", "openIdConnectUrl": "https://shop.example/.well-known"},
    "basic": {"type": "http", "scheme": "basic"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "key": {"type": "apiKey", "in": "header", "name": "X-Key", "x-environment": {
        "variables": {"token": "SHOP_KEY"}}},
    "signed": {"type": "http", "scheme": "sdk-hmac-sha256"},
}  # fmt: skip


def operation(name: str, *security: Mapping[str, list[str]]) -> dict[str, Any]:
    responses = {"204": {"description": "ok"}}
    return {"get": {"operationId": name, "security": [*security], "responses": responses}}


DESCRIPTION = {
    "openapi": "3.1.0",
    "info": {"title": "Pet shop", "version": "1"},
    "servers": [
        {"url": "https://shop.example/v1", "description": "Production"},
        {"url": "https://{place}.example/v1", "description": "Test", "variables": {
            "place": {"default": "sandbox", "enum": ["sandbox", "staging"]}}},
    ],
    "paths": {
        "/pets": operation("pets", {"oauth": ["read:pets", "write:pets"], "key": []}, {"user": ["all"]}),
        "/open": operation("open", {}),
        "/others": operation("others", *({name: []} for name in SCHEMES)),
    },
    "components": {"securitySchemes": SCHEMES},
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "api.yaml").write_text(yaml.safe_dump(DESCRIPTION, sort_keys=False), "utf-8")
    target = Target(folder / "api.yaml", folder, products=("client", "docs"))
    for file in build_files(target, lambda stage, done: None).files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.path).write_text(file.text, "utf-8")
    return folder


@pytest.fixture(params=["index.html", "markdown/README.md", "markdown/guide.md", "guide.html"])
def page(request: pytest.FixtureRequest, shop: Path) -> str:
    text: str = (shop / "docs" / request.param).read_text("utf-8")
    return text.replace("\\", "")


def test_each_page_has_endpoints_and_scopes(page: str) -> None:
    for expected in (TOKEN, f"{TOKEN}/user", f"{TOKEN}/code", "https://shop.example/ask",
                     "https://shop.example/.well-known", "Change pets", "Everything", "read:pets", "some",
                     "SHOP_KEY"):  # fmt: skip
        assert expected in page


@pytest.mark.parametrize("name", ["README.md", "guide.md"])
def test_each_snippet_makes_a_client(shop: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package = imported_package(shop)
    for variable in ("PET_SHOP_OAUTH", "SHOP_KEY"):
        monkeypatch.setenv(variable, "x")
    text = (shop / "docs" / "markdown" / name).read_text("utf-8")
    snippets = [
        snippet
        for snippet in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        if "result = " not in snippet
        and re.search(r"^client = PetShopClient\(\n? *\w+=", snippet, re.MULTILINE)
    ]
    given = {
        found for snippet in snippets for found in re.findall(r"^client = \w+\(\s*(\w+)=", snippet, re.M)
    }
    assert {"oauth", "user", "connect", "basic", "bearer", "key", "signed"} <= given
    for snippet in snippets:
        namespace: dict[str, Any] = {}
        exec(compile(snippet, name, "exec"), namespace)
        assert isinstance(namespace["client"], package.PetShopClient)
        namespace["client"].close()


def test_an_operation_has_the_scopes_that_it_needs(shop: Path) -> None:
    text = (shop / "docs" / "markdown" / "operations" / "client.md").read_text("utf-8")
    assert "`oauth` (scopes `read:pets`, `write:pets`) with `key`, or `user` (scope `all`)." in text
    html = (shop / "docs" / "operations" / "pets.html").read_text("utf-8")
    assert "<code>oauth</code> (scopes <code>read:pets</code>, <code>write:pets</code>) with" in html


def test_the_guide_says_how_to_choose_a_server(shop: Path) -> None:
    text = (shop / "docs" / "markdown" / "guide.md").read_text("utf-8")
    assert "## Servers" in text
    assert "| `https://{place}.example/v1` | Test |" in text
    assert 'PetShopClient(base_url="https://sandbox.example/v1")' in text
    assert 'scopes=("all",)' in text
    assert "No server URL is read from the environment" in text


def test_no_line_has_double_spaces(shop: Path) -> None:
    for path in (shop / "docs" / "markdown").rglob("*.md"):
        prose = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        assert [
            line for line in prose.splitlines() if "  " in line.strip() and "|" not in line
        ] == [], path.name
