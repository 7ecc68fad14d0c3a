"""The models of a client: the schemas of the Api through datamodel-code-generator."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from textwrap import fill
from typing import Any

from oasmith.api.model import Api
from oasmith.api.names import import_order
from oasmith.emitting.file import File
from oasmith.reading.structure import map_schemas

_BASE_MODULE = "oasmith_base"
_SCHEMA_PREFIX = "#/components/schemas/"
_UNIONS = ("oneOf", "anyOf")
_HEADER = '"""The objects of the API, as the description has them."""'
_WIDTH = 100
_IMPORT = re.compile(r"^from (\S+) import (.+)$")

_SIMPLE_KEYWORDS = {
    "type", "const", "enum", "format", "pattern", "minLength", "maxLength", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems",
    "minProperties", "maxProperties",
}  # fmt: skip
"""Keywords that a field's type can hold; the contract holds the others."""

_UNTYPED_KEYWORDS = {
    "if", "then", "else", "not", "contains", "minContains", "maxContains", "dependentRequired",
    "dependentSchemas", "propertyNames", "example", "examples", "externalDocs", "xml",
}  # fmt: skip
"""Keywords of which a class can say nothing."""


_TYPED_FORMATS = {"date-time", "date", "binary"}
"""Formats that have a type of their own; the others stay strings, which the contract holds to them."""


def emit_models(api: Api, folder: str) -> list[File]:
    """``models.py`` with one class or type for every schema, in the order of the description."""
    if not api.schemas:
        return [File(f"{folder}/models.py", f"{_HEADER}\n")]
    from datamodel_code_generator import InputFileType, generate
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import PythonVersion
    from datamodel_code_generator.parser import LiteralType

    document = {
        "openapi": "3.1.0",
        "info": {"title": "models", "version": "1"},
        "paths": {},
        "components": {
            "schemas": {name: map_schemas(schema, _typed) for name, schema in api.schemas.items()}
        },
    }
    checked = {rule.schema_name for rule in api.rules if rule.enforced_by == "client"}
    with warnings.catch_warnings():
        # What it warns of, fields of the same name and limits it drops, is settled here and by the contract.
        warnings.simplefilter("ignore")
        text = generate(
            document,
            input_file_type=InputFileType.OpenAPI,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
            base_class=f"{_BASE_MODULE}.Model",
            base_class_map=dict.fromkeys(sorted(checked), f"{_BASE_MODULE}.CheckedModel"),
            use_annotated=True,
            field_constraints=True,
            enum_field_as_literal=LiteralType.All,
            use_type_alias=True,
            use_standard_collections=True,
            use_union_operator=True,
            use_schema_description=True,
            use_field_description=True,
            use_single_line_docstring=True,
            use_double_quotes=True,
            use_exact_imports=True,
            keep_model_order=True,
            disable_timestamp=True,
            formatters=[],
            strict_nullable=True,
            custom_file_header=_HEADER,
        )
    assert isinstance(text, str), "one document gives one module"
    return [File(f"{folder}/models.py", _module(api, text))]


def _typed(schema: Any) -> Any:
    """A schema without what no type can say, and with the plain conditions of its rules on it directly."""
    if isinstance(schema, list):
        return [_typed(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    result = {
        key: value if key in ("enum", "const", "default", "required") else _typed(value)
        for key, value in schema.items()
        if key not in _UNTYPED_KEYWORDS and not key.startswith("x-")
    }
    members = []
    for member in schema.get("allOf", ()):
        if not isinstance(member, Mapping) or "x-rule" not in member:
            members.append(_typed(member))
        elif set(member) - {"x-rule"} <= _SIMPLE_KEYWORDS:
            result |= {
                key: value for key, value in member.items() if key in _SIMPLE_KEYWORDS and key not in result
            }
    if "allOf" in result:
        del result["allOf"]
    if members:
        result["allOf"] = members
    for keyword in _UNIONS:
        if isinstance(result.get(keyword), list):
            result[keyword] = [_alternative(member) for member in result[keyword]]
            if not any(_has_type(member) for member in result[keyword]):
                del result[keyword]
    if result.get("format") not in _TYPED_FORMATS:
        result.pop("format", None)
    if isinstance(result.get("description"), str):
        result["description"] = _wrapped(result["description"])
    for keyword in ("minLength", "maxLength"):
        if keyword in result and _is_vacuous(keyword, result):
            del result[keyword]
    if "pattern" in result and not _is_pydantic_pattern(result["pattern"]):
        del result["pattern"]
    return result


def _has_type(schema: Any) -> bool:
    """Whether an alternative says what a value is, and not only what it must have."""
    return isinstance(schema, Mapping) and bool(
        {"$ref", "type", "properties", "enum", "const", "allOf", *_UNIONS} & schema.keys()
    )


def _alternative(schema: Any) -> Any:
    """A member of a union without its limits if it is a scalar; a type with limits would need a name."""
    if not isinstance(schema, Mapping) or schema.get("type") not in ("string", "integer", "number"):
        return schema
    return {
        key: value for key, value in schema.items() if key in ("type", "enum", "const", "format", "title")
    }


def _is_vacuous(keyword: str, schema: Mapping[str, Any]) -> bool:
    """Whether a length limit excludes nothing that the rest of the schema lets through."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if values is None:
        return keyword == "minLength" and schema[keyword] == 0
    lengths = [len(value) for value in values if isinstance(value, str)]
    return all(
        length >= schema[keyword] if keyword == "minLength" else length <= schema[keyword]
        for length in lengths
    )


def _wrapped(text: str) -> str:
    """A description in lines of a readable width; its own line breaks stay."""
    return "\n".join(
        fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False)
        for line in text.strip().splitlines()
    )


def _is_pydantic_pattern(pattern: Any) -> bool:
    """Whether pydantic's regular expressions know a pattern; they have no look-around."""
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except (SchemaError, TypeError):
        return False
    return True


def _module(api: Api, text: str) -> str:
    """The generated text under a docstring of its own, with its imports in the usual order."""
    imports: list[tuple[int, str, str]] = []
    rest: list[str] = []
    for line in text.splitlines():
        match = _IMPORT.match(line)
        if match and not rest:
            module, names = match[1], ", ".join(sorted(re.split(r",\s*", match[2]), key=import_order))
            module = "._base" if module == _BASE_MODULE else module
            imports.append((_group(module), module, f"from {module} import {names}"))
        elif (line.strip() or rest) and line != _HEADER:
            rest.append(line)
    lines = [_HEADER]
    group = -1
    for order, _, statement in sorted(imports):
        lines += [""] * (order != group) + [statement]
        group = order
    return "\n".join([*lines, "", "", *rest]) + "\n"


def _group(module: str) -> int:
    if module == "__future__":
        return 0
    if module.startswith("."):
        return 3
    return 2 if module.split(".")[0] in ("pydantic", "typing_extensions") else 1
