"""Where a description says that credentials are found: what a client and its examples make of that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from oasmith.pipeline import Generated, build_files
from oasmith.settings import Target

BASIC = {"type": "http", "scheme": "basic"}


def generated(folder: Path, scheme: dict[str, Any], environment: dict[str, Any]) -> Generated:
    """All that is made of a description with one operation, which asks for one scheme."""
    document = {
        "openapi": "3.1.1",
        "info": {"title": "Kiosk", "version": "1"},
        "servers": [{"url": "https://kiosk.example"}],
        "security": [{"user": []}],
        "paths": {"/": {"get": {"operationId": "look", "responses": {"204": {"description": "Seen."}}}}},
        "components": {"securitySchemes": {"user": {**scheme, "x-environment": environment}}},
    }
    path = folder / "openapi.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    return build_files(Target(path, folder, examples="all"), lambda stage, done: None)


def test_examples_take_credentials_from_where_the_client_does(tmp_path: Path) -> None:
    variables = {"user": ["SHOP_USER", "OLD_USER"], "password": ["SHOP_PASSWORD"]}
    files = generated(tmp_path, BASIC, {"variables": variables}).files
    for name in ("sync.py", "curl.sh"):
        (text,) = [file.text for file in files if file.path.endswith(f"/{name}")]
        assert "SHOP_USER" in text
        assert "SHOP_PASSWORD" in text
        assert "KIOSK_USER" not in text


def test_a_name_that_no_shell_knows_is_no_code_of_an_example(tmp_path: Path) -> None:
    variables = {"user": ["$(touch x)"], "password": ["SHOP_PASSWORD"]}
    for file in generated(tmp_path, BASIC, {"variables": variables}).files:
        if "examples/" in file.path:
            assert "touch" not in file.text


@pytest.mark.parametrize(
    ("scheme", "variables", "told"),
    [
        (BASIC, {"user": ["A"]}, "password is missing"),
        (BASIC, {"user": ["A"], "password": ["B"], "name": ["C"]}, "name means nothing"),
        ({"type": "http", "scheme": "bearer"}, {"key": ["A"]}, "token is missing; key means nothing"),
        ({"type": "http", "scheme": "SDK-HMAC-SHA256"}, {"ak": ["A"]}, "sk is missing"),
        (
            {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/token", "scopes": {}}}},
            {"client_id": ["A"]},
            "client_secret is missing",
        ),
    ],
)
def test_what_the_client_cannot_find_so_is_told(
    tmp_path: Path, scheme: dict[str, Any], variables: dict[str, Any], told: str
) -> None:
    (problem,) = generated(tmp_path, scheme, {"variables": variables}).problems
    assert problem.pointer == "/components/securitySchemes/user/x-environment/variables"
    assert told in problem.message
