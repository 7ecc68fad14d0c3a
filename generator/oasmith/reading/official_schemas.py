"""Validates documents against the JSON schemas that the OpenAPI Initiative publishes for OpenAPI.

openapi-spec-validator and openapi-schema-validator ship the schemas; their Python modules, which are slow to
import, are not needed. jsonschema-rs validates.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs

from oasmith.structure import Document

_DOCUMENT = "resources/schemas/v{}/schema.json"
_DIALECTS = {
    "3.1": ("schemas/oas3.1/metaschema.json", "schemas/oas3.1/vocabularies/base"),
    "3.2": ("schemas/oas3.2/dialect/2025-09-17.json", "schemas/oas3.2/meta/2025-09-17.json"),
}
"""The files of the dialect that schemas in a document have by default, and of the vocabulary it adds."""


def conforms(document: Document) -> bool:
    """Whether a document is valid against the schema of its version, and its schemas against their dialect.

    The result is False also for documents that may be valid: those that choose another dialect, and those
    that jsonschema-rs cannot read.
    """
    try:
        return "jsonSchemaDialect" not in document and _validator(document["openapi"][:3]).is_valid(document)
    except (ValueError, TypeError, OverflowError):
        return False


@cache
def _validator(version: str) -> Any:
    schema = _resource("openapi_spec_validator", _DOCUMENT.format(version))
    if version == "3.0":
        return jsonschema_rs.Draft4Validator(schema)
    dialect, vocabulary = (_resource("openapi_schema_validator", path) for path in _DIALECTS[version])
    # The schema of the document leaves its schemas open with a dynamic anchor (JSON Schema 2020-12 §8.2.2).
    with_dialect = {
        "$schema": schema["$schema"],
        "$id": "urn:oasmith:document",
        "$ref": schema["$id"],
        "$defs": {
            "schema": {
                "$dynamicAnchor": "meta",
                "$ref": dialect["$id"],
                "properties": {"$schema": False},
            }
        },
    }
    resources = [(resource["$id"], resource) for resource in (schema, dialect, vocabulary)]
    return jsonschema_rs.Draft202012Validator(with_dialect, registry=jsonschema_rs.Registry(resources))


def _resource(package: str, path: str) -> Any:
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    assert folders, f"{package} is installed with oasmith"
    return json.loads(Path(folders[0], path).read_text("utf-8"))
