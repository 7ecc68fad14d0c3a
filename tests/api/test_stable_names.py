"""Names come from the description, and stay when something unrelated comes or goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from golden.trees import FAMILIES, GOLDEN
from oasmith.api.build import build
from oasmith.api.fields import Fields
from oasmith.api.model import Api
from oasmith.reading import normal_form, read
from support.paths import CORPUS

DOCUMENTS = (
    [GOLDEN / family / "openapi.yaml" for family in FAMILIES]
    + [
        CORPUS / name
        for name in ("discord.json", "box.json", "opc-baseline31.yaml", "hey31-full/full.yaml")
        if CORPUS.is_dir()
    ]
    + [
        CORPUS.parent / "frameworks" / name
        for name in ("fastapi.json", "prefect.json", "airflow.json", "nest.json", "drf.yaml")
        if (CORPUS.parent / "frameworks").is_dir()
    ]
)

_OPERATION: dict[str, Any] = {
    "summary": "One more",
    "requestBody": {
        "content": {
            "application/json": {
                "schema": {"type": "object", "properties": {"more": {"type": "object", "title": "Extra"}}}
            }
        }
    },
    "responses": {
        "200": {
            "description": "x",
            "content": {
                "application/json": {
                    "schema": {"type": "array", "items": {"type": "object", "properties": {"id": {}}}}
                }
            },
        }
    },
}


def names(document: dict[str, Any]) -> dict[str, str]:
    """What everything is called, by what does not depend on how it is called."""
    api: Api = build(normal_form(document))
    found = {
        f"operation {operation.id}": f"{operation.group}.{operation.name}" for operation in api.operations
    }
    found |= {f"tag {group.tag}": group.class_name for group in api.groups}
    fields = Fields(api.schemas)
    for name in api.schemas:
        found[f"schema {name}"] = name
        found |= {f"field {name} {wire}": field for wire, field in fields.of(name).items()}
    for operation in api.operations:
        for parameter in operation.parameters:
            key = f"parameter {operation.id} {parameter.location} {parameter.wire_name}"
            found[key] = parameter.name
    return found


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_one_more_operation_and_schema_rename_nothing(path: Path) -> None:
    document = read(path).document
    before = names(document)
    tags = [operation["tags"][0] for operation in _operations(document) if operation.get("tags")]
    more = {
        "/aaa/first": {"get": _OPERATION | {"operationId": "aaa_first"}},
        "/aaa/{id}": {
            "post": _OPERATION
            | {
                "tags": tags[:1],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            }
        },
    }
    components = document.get("components") or {}
    schemas = {
        "AaaFirst": {"type": "object", "properties": {"inner": {"type": "object", "title": "Inner thing"}}},
        **(components.get("schemas") or {}),
        "zzz-last": {"type": "string", "enum": ["a"]},
    }
    larger = {
        **document,
        "paths": {**more, **(document.get("paths") or {})},
        "components": {**components, "schemas": schemas},
    }
    after = names(larger)
    assert {key: after.get(key) for key in before} == before


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_order_of_a_description_names_nothing(path: Path) -> None:
    document = read(path).document
    paths = document.get("paths") or {}
    other = {**document, "paths": dict(sorted(paths.items(), reverse=True))}
    before, after = names(document), names(other)
    kinds = ("operation", "tag", "parameter")
    assert {key: name for key, name in after.items() if key.startswith(kinds)} == {
        key: name for key, name in before.items() if key.startswith(kinds)
    }


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        operation
        for item in (document.get("paths") or {}).values()
        for operation in item.values()
        if isinstance(operation, dict)
    ]


@pytest.mark.parametrize("family", ["names", "groups"])
def test_nothing_is_called_like_something_else(family: str) -> None:
    document = read(GOLDEN / family / "openapi.yaml").document
    api = build(normal_form(document))
    homes = [(operation.group, operation.name) for operation in api.operations]
    assert len({f"{group}.{name}".lower() for group, name in homes}) == len(homes)
    assert len({name.lower() for name in api.schemas}) == len(api.schemas)
    for name in api.schemas:
        fields = list(Fields(api.schemas).of(name).values())
        assert len(set(fields)) == len(fields)
