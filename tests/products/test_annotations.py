"""A type is the same in a signature and in a model: two writers, one meaning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from golden.trees import FAMILIES, GOLDEN
from oasmith.api.build import build
from oasmith.api.model import Api
from oasmith.products.client.annotations import Annotations
from oasmith.products.client.models.codegen import annotations_of
from oasmith.products.client.models.statements import Job
from oasmith.products.client.models.typed import typed
from oasmith.reading import normal_form, read
from oasmith.schemas import Schema
from support.paths import FRAMEWORKS

DESCRIPTIONS = [
    *(GOLDEN / family / "openapi.yaml" for family in FAMILIES),
    *(sorted(FRAMEWORKS.glob("*.[jy]*")) if FRAMEWORKS.is_dir() else ()),
]


def properties(api: Api) -> Iterator[tuple[str, Schema]]:
    """Every property that a schema names itself, under a name of its own."""
    for schema in api.schemas.values():
        if isinstance(schema, dict):
            yield from (schema.get("properties") or {}).items()


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_signatures_and_models_write_the_same_type(path: Path) -> None:
    document: dict[str, Any] = read(path, lenient=True).document
    api = build(normal_form(document))
    found = {f"Property{number}": schema for number, (_, schema) in enumerate(properties(api))}
    holders = {
        name: typed({"type": "object", "required": ["value"], "properties": {"value": schema}})
        for name, schema in found.items()
    }
    schemas = {name: typed(schema) for name, schema in api.schemas.items()} | holders
    job = Job(schemas, dict.fromkeys(schemas, ""), {}, {}, {}, {})
    written = annotations_of(job, holders)
    own = Annotations(api.schemas)
    differences = {
        (own.of(found[name]).replace("models.", ""), annotation): found[name]
        for name, annotation in written.items()
        if not _is_meant_to_differ(annotation)
        and _parts(own.of(found[name]).replace("models.", "")) != _parts(annotation)
    }
    assert differences == {}


def _is_meant_to_differ(annotation: str) -> bool:
    """A file in JSON is a string where it is no field, and a signature takes any list for a tuple."""
    return "Upload" in annotation or "tuple[" in annotation


def _parts(annotation: str) -> list[str]:
    """The members of a union in any order; ``Any`` stands for all of them."""
    if "Any" in annotation.split(" | "):
        return ["Any"]
    return sorted(annotation.replace("_aliased", "").replace('"', "'").split(" | "))
