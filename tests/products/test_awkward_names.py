"""Clients of descriptions whose names are those that a client uses itself."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import yaml
from support.checkers import run_mypy
from support.packages import generated_package
from support.server import Answer, serving

DONE: dict[str, Any] = {"responses": {"200": {"description": "Done."}}}

DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "Awkward", "version": "1"},
    "servers": [
        {
            "url": "https://{server}.{region}.example.com/{literal}/{base_url}/{timeout}/{event}/{Region}/{key}",
            "variables": {
                "server": {"default": "a", "enum": ["a", "b"]},
                **{
                    name: {"default": name}
                    for name in ("region", "literal", "base_url", "timeout", "event", "Region", "key")
                },
            },
        }
    ],
    "security": [{"key": []}, {"Key": []}, {"timeout": []}],
    "tags": [{"name": "region"}, {"name": "Straße"}],
    "paths": {
        "/package": {"get": {"operationId": "package", **DONE}},
        "/server": {
            "get": {
                "operationId": "server",
                "parameters": [
                    {"name": "level", "in": "query", "schema": {"type": "string", "enum": ["a", 1.5]}}
                ],
                **DONE,
            }
        },
        "/raw": {"get": {"operationId": "_raw", **DONE}},
        "/download": {"get": {"operationId": "downloadTo", **DONE}},
        "/region": {"get": {"operationId": "list", "tags": ["region"], **DONE}},
        "/strasse": {"get": {"operationId": "list streets", "tags": ["Straße"], **DONE}},
    },
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-One"},
            "Key": {"type": "apiKey", "in": "header", "name": "X-Two"},
            "timeout": {"type": "http", "scheme": "bearer"},
        },
        "schemas": {
            "Constants": {
                "type": "object",
                "properties": {
                    "map": {"const": {"a": 1}},
                    "list": {"const": [1]},
                    "number": {"const": 1.5},
                    "text": {"type": "string", "enum": ["a", 1, None]},
                    "nothing": {"const": None},
                },
            },
            "Early": {
                "type": "object",
                "properties": {"a": {"$ref": "#/components/schemas/Warning"}},
            },
            "Warning": {"type": "object", "properties": {"text": {"type": "string"}}},
        },
    },
}


def test_a_client_keeps_what_it_uses_itself(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.safe_dump(DESCRIPTION, sort_keys=False, allow_unicode=True), "utf-8")
    package = generated_package(path, tmp_path / "client")
    arguments = list(inspect.signature(package.AwkwardClient.__init__).parameters)
    for name in ("base_url_", "timeout_", "event", "region", "region_2", "key_", "key_2", "server"):
        assert name in arguments
    with (
        serving(Answer()) as server,
        package.AwkwardClient(base_url=server.url, key="one") as client,
    ):
        client.package()
        client.server(level="a")
        client.raw()
        client.get_download()
        client.region.list()
        client.strasse.list_streets()
    assert [received.target for received in server.received] == [
        "/package",
        "/server?level=a",
        "/raw",
        "/download",
        "/region",
        "/strasse",
    ]
    assert server.received[0].headers["x-one"] == "one"
    level = inspect.signature(package.AwkwardClient.server).parameters["level"]
    assert level.annotation == "Literal['a', '1.5'] | None"
    constants = package.models.Constants(map={"a": 1}, list=[1], number=1.5, text="a", nothing=None)
    assert constants.map == {"a": 1}
    assert package.models.Early(a=package.models.WarningModel(text="x")).a.text == "x"
    done = run_mypy(tmp_path / "client", "-p", package.__name__)
    assert done.returncode == 0, done.stdout
