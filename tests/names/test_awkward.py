"""Clients of descriptions in which anything may have an awkward name."""

from __future__ import annotations

import importlib
import keyword
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from oasmith import reserved
from oasmith.names import snake_case
from support.checkers import run_mypy
from support.packages import generated_package
from support.paths import CORPUS

OWN = (
    "client", "stream", "pages", "file", "path", "any", "event", "models", "types", "errors", "base",
    "operations", "contract", "runtime", "async", "self", "none", "list", "dict", "str", "int", "float",
    "bool", "bytes", "tuple", "set", "object", "typing", "httpx2", "pydantic", "json", "resources",
    "webhooks", "import_module", "annotations", "operation", "operation_", "check", "close",
    "with_options", "with_raw_response", "download_to", "property", "cached_property", "deprecated",
    "builtins", "super", "classmethod", "date", "datetime", "time", "literal", "mapping", "io",
    "sync_client", "async_client", "sync_resource", "resource", "async_resource", "raw", "page", "item",
    "iter", "aiter", "next", "type_checking", "package", "server", "model", "checked_model", "upload",
    "con", "aux", "nul", "com1", "a", "v1", "s3", "body", "timeout", "content_type", "auth", "base_url",
    "_private", "__init__", "__class__", "mro", "copy", "schema", "dir", "getattr",
    "async_client_resource", "Async_pet", "pet", "Exception", "abstract", "TypeAlias", "Annotated",
    "Field", "config_dict", "construct", "model_fields", "id", "type", "headers", "query", "data",
    "kwargs",
)  # fmt: skip
AWKWARD = sorted(
    {*OWN, *keyword.kwlist, *keyword.softkwlist, *reserved.CLIENT_SCOPE, *reserved.CLIENT_CLASSES}
    | {
        "filter",
        "format",
        "frozenset",
        "globals",
        "input",
        "len",
        "map",
        "print",
        "range",
        "sorted",
        "vars",
        "zip",
    }
)


def _response(name: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{name}"}
    return {
        "200": {
            "description": "x",
            "content": {"application/json": {"schema": {"type": "array", "items": reference}}},
        }
    }


def _parameters(names: list[str]) -> list[dict[str, Any]]:
    schemas: list[dict[str, Any]] = [
        {"type": "array", "items": {"type": "string"}},
        {"type": "string", "format": "date"},
        {"type": "object"},
    ]
    return [
        {"name": name, "in": "query", "schema": schemas[index % len(schemas)]}
        for index, name in enumerate(names)
    ]


def _chunks(names: list[str], size: int) -> list[list[str]]:
    return [names[at : at + size] for at in range(0, len(names), size)]


def description() -> dict[str, Any]:
    """Every awkward name as a tag, an operation in a group and without one, a parameter and a property."""
    paths: dict[str, Any] = {}
    for name in AWKWARD:
        paths[f"/tags/{name}"] = {
            "get": {
                "operationId": f"{name}.listAll",
                "tags": [name],
                "responses": _response(name),
            },
            "post": {
                "operationId": f"{name}_{name}_stream",
                "tags": [name],
                "deprecated": True,
                "responses": {
                    "200": {
                        "description": "x",
                        "content": {
                            "text/event-stream": {"schema": {"type": "object", "properties": {"a": {}}}}
                        },
                    }
                },
            },
        }
        paths[f"/groups/{name}"] = {
            "get": {"operationId": f"{name}", "tags": ["grouped"], "responses": _response(name)},
            "put": {
                "x-oasmith-name": name,
                "operationId": f"{name}-bytes",
                "requestBody": {"content": {"application/octet-stream": {}, "text/plain": {}}},
                "responses": _response(name),
            },
        }
    for index, names in enumerate(_chunks(AWKWARD, 40)):
        paths[f"/parameters/{index}"] = {
            "get": {
                "operationId": f"parameters{index}",
                "parameters": _parameters(names),
                "responses": _response("a"),
            }
        }
    fields: list[dict[str, Any]] = [
        {"type": "array", "items": {"type": "string"}},
        {"type": "string", "format": "date"},
        {"type": "string", "format": "date-time"},
        {"type": "object", "additionalProperties": {"type": "integer"}},
    ]
    properties = {name: fields[index % len(fields)] for index, name in enumerate(AWKWARD)}
    schemas: dict[str, Any] = {
        name: {"type": "object", "properties": {"inner": {"$ref": "#/components/schemas/Wide"}, name: {}}}
        for name in AWKWARD
    }
    schemas["Wide"] = {"type": "object", "properties": properties}
    return {
        "openapi": "3.1.1",
        "info": {"title": "Sync", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:1"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def import_everything(package: ModuleType) -> None:
    assert package.__file__ is not None
    for module in pkgutil.walk_packages([str(Path(package.__file__).parent)], f"{package.__name__}."):
        importlib.import_module(module.name)


def type_check(package: ModuleType, folder: Path) -> str:
    return run_mypy(folder, "-p", package.__name__).stdout


def test_awkward_names_break_nothing(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.safe_dump(description(), sort_keys=False), "utf-8")
    package = generated_package(path, tmp_path / "client")
    import_everything(package)
    (name,) = [name for name in package.__all__ if name.endswith("APIClient") and name[:5] != "Async"]
    client = getattr(package, name)(base_url="http://127.0.0.1:1")
    for module in pkgutil.iter_modules(importlib.import_module(f"{package.__name__}.resources").__path__):
        resource = importlib.import_module(f"{package.__name__}.resources.{module.name}")
        classes = {
            kind for kind in vars(resource).values() if getattr(kind, "__module__", "") == resource.__name__
        }
        assert any(isinstance(getattr(client, attribute, None), tuple(classes)) for attribute in dir(client))
    assert {"models", "list", "client", "event", "file"} <= set(dir(client))
    assert package.models.Wide().to_json() == {}
    assert "Success" in type_check(package, tmp_path / "client")


@pytest.mark.parametrize("name", ["tag_client", "tag_event"])
def test_tags_that_broke_a_client(name: str, tmp_path: Path) -> None:
    path = CORPUS.parent / "cases" / "schemas" / f"{name}.yaml"
    if not path.is_file():
        pytest.skip(f"{path.name} is not here")
    package = generated_package(path, tmp_path / "client")
    import_everything(package)
    assert "Success" in type_check(package, tmp_path / "client")
    assert snake_case(name.removeprefix("tag_")) in dir(
        next(
            getattr(package, name)
            for name in package.__all__
            if name.endswith("Client") and name[:5] != "Async"
        )
    )
