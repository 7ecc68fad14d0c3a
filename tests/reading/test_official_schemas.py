"""The fast check accepts no document that openapi-spec-validator refuses, and nearly all others."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from oasmith.errors import OasmithError
from oasmith.reading import read
from oasmith.reading.official_schemas import conforms
from oasmith.reading.shape import shape_problems
from oasmith.reading.validation import find_problems, validator_problems
from support.mutate import descriptions, mutated
from support.paths import CORPUS, FRAMEWORKS

SEEDS = 1_500
LARGE = 2_000_000
"""From this size in bytes on, the validator is too slow for a comparison."""
REAL = [
    path
    for folder in (CORPUS, FRAMEWORKS)
    for path in sorted(folder.glob("*.*"))
    if path.suffix in (".json", ".yaml") and path.stat().st_size < LARGE
]


def described(version: str, **fields: Any) -> dict[str, Any]:
    path = {"get": {"operationId": "a", "responses": {"200": {"description": "ok"}}}}
    info = {"title": "Validated", "version": "1"}
    return {"openapi": version, "info": info, "paths": {"/a": path}, **copy.deepcopy(fields)}


def operation(name: str, *variables: str) -> dict[str, Any]:
    parameters = [{"name": variable, "in": "path", "required": True, "schema": {}} for variable in variables]
    return {"operationId": name, "parameters": parameters, "responses": {"200": {"description": "ok"}}}


SHARED = {"pathItems": {"Shared": {"get": operation("a")}}}
WRONG: dict[str, dict[str, Any]] = {
    "an operation id twice": {"paths": {"/a": {"get": operation("a")}, "/b": {"get": operation("a")}}},
    "an operation id twice on one path": {"paths": {"/a": {"get": operation("a"), "put": operation("a")}}},
    "a path item twice": {
        "paths": {name: {"$ref": "#/components/pathItems/Shared"} for name in ("/a", "/b")},
        "components": SHARED,
    },
    "a missing path parameter": {"paths": {"/{id}": {"get": operation("a")}}},
    "a surplus path parameter": {"paths": {"/a": {"get": operation("a", "id")}}},
    "a shared surplus path parameter": {
        "paths": {"/a": {"get": operation("a"), "parameters": operation("a", "id")["parameters"]}}
    },
    "a tag twice": {"tags": [{"name": "a"}, {"name": "a"}]},
    "a parameter twice": {"paths": {"/{id}": {"get": operation("a", "id", "id")}}},
    "a schema of an unknown type": {"components": {"schemas": {"A": {"items": {"type": "strin"}}}}},
    "properties as a list": {"components": {"schemas": {"A": {"allOf": [{"properties": []}]}}}},
    "an unknown field": {"pathes": {}},
    "an unknown dialect": {
        "jsonSchemaDialect": "https://example.com/none",
        "components": {"schemas": {"A": {"type": "string"}}},
    },
    "a schema of an unknown dialect": {"components": {"schemas": {"A": {"$schema": "https://example.com"}}}},
    "a discriminator without a name": {"components": {"schemas": {"A": {"discriminator": {}}}}},
}
NEW = ("an unknown dialect", "a schema of an unknown dialect", "a path item twice")


@pytest.mark.parametrize("version", ["3.0.4", "3.1.1", "3.2.0"])
@pytest.mark.parametrize("name", WRONG)
def test_what_the_validator_refuses_is_refused(name: str, version: str) -> None:
    if version == "3.0.4" and name in NEW:
        pytest.skip("OpenAPI 3.0 does not have this")
    document = described(version, **WRONG[name])
    assert find_problems(document)
    assert not find_problems(described(version))
    assert conforms(described(version))


def test_what_only_the_validator_understands_is_accepted() -> None:
    dialect = "https://json-schema.org/draft/2020-12/schema"
    documents = [
        described("3.1.1", jsonSchemaDialect=dialect),
        described("3.1.1", components={"schemas": {"A": {"$schema": dialect, "type": "string"}}}),
        described("3.2.0", tags=[{"name": "a"}, {"name": "b", "parent": "a"}]),
    ]
    for document in documents:
        assert not find_problems(document)


@pytest.mark.corpus
@pytest.mark.skipif(not REAL, reason="shared/corpus is not beside the checkout")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_verdicts_on_real_documents_are_those_of_the_validator(path: Path) -> None:
    try:
        document = read(path).document
    except OasmithError:
        document = json.loads(json.dumps(read(path, lenient=True).document))
    assert bool(find_problems(document)) == bool(validator_problems(document))
    assert conforms(document) or find_problems(document), "a valid document takes the slow way"


def test_verdicts_on_broken_documents_are_those_of_the_validator(tmp_path: Path) -> None:
    """The verdicts differ only for what is refused here with a better message."""
    known = descriptions()
    refused = 0
    for seed in range(SEEDS):
        document, changes = mutated(known[seed % len(known)], seed)
        file = tmp_path / "api.json"
        try:
            file.write_text(json.dumps(document), "utf-8")
            document = read(file).document
        except (OasmithError, ValueError):
            continue
        if shape_problems(document):
            continue
        problems = validator_problems(document)
        refused += bool(problems)
        if problems:
            assert find_problems(document), (seed, changes, problems)
    assert refused > SEEDS / 100
