"""Made values of every format are valid for the type that the client has for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema_rs import Draft202012Validator
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.products.client.formats import FORMATS
from support.packages import generated_package

OTHERS = (
    "duration", "uuid", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri", "iri",
    "uri-reference", "iri-reference", "uri-template", "json-pointer", "relative-json-pointer", "regex",
    "byte", "binary", "password", "int64",
)  # fmt: skip
KINDS = [(name, kind) for name, found in FORMATS.items() for kind in found.types]
KINDS += [(name, "string") for name in OTHERS]
VARIANTS = ("plain", "nullable", "short", "union")


def schema_of(name: str, kind: str, variant: str) -> dict[str, Any]:
    own = {"type": kind, "format": name}
    if variant == "nullable":
        return {**own, "type": [kind, "null"]}
    if variant == "union":
        return {"anyOf": [own, {"type": "boolean"}]}
    return {**own, "maxLength": 40} if variant == "short" and kind == "string" else own


@pytest.mark.parametrize("seed", [0, 7])
def test_a_made_response_has_no_deviations(seed: int, tmp_path: Path) -> None:
    properties = {
        f"{name}-{kind}-{variant}": schema_of(name, kind, variant)
        for name, kind in KINDS
        for variant in VARIANTS
    }
    everything = {"type": "object", "required": [*properties], "properties": properties}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Everything"}}}
    path = tmp_path / "openapi.yaml"
    description = {
        "openapi": "3.1.0",
        "info": {"title": f"Formats {seed}", "version": "1"},
        "paths": {"/all": {"get": {
            "operationId": "get_all", "responses": {"200": {"description": "ok", "content": content}},
        }}},
        "components": {"schemas": {"Everything": everything}},
    }  # fmt: skip
    path.write_text(yaml.safe_dump(description, sort_keys=False), "utf-8")
    package = generated_package(path, tmp_path)
    with (
        MockServer(read_api(path), seed=seed) as server,
        getattr(package, f"Formats{seed}Client")(base_url=server.url) as client,
    ):
        result = client.get_all()
    assert result.deviations == ()
    assert [
        *Draft202012Validator(everything, validate_formats=True).iter_errors(json.loads(result.raw))
    ] == []
