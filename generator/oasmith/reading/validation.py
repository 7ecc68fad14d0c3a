"""The verdict of openapi-spec-validator, as problems a person can act on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from oasmith.errors import Problem
from oasmith.reading.files import SourceFile
from oasmith.reading.pointers import join_pointer


def validate(document: dict[str, Any], source: SourceFile) -> list[Problem]:
    """What keeps a document from being the OpenAPI it says it is; nothing if it is sound."""
    from openapi_spec_validator import (
        OpenAPIV30SpecValidator,
        OpenAPIV31SpecValidator,
        OpenAPIV32SpecValidator,
    )

    validators = {
        "3.0": OpenAPIV30SpecValidator,
        "3.1": OpenAPIV31SpecValidator,
        "3.2": OpenAPIV32SpecValidator,
    }
    validator = validators[document["openapi"][:3]]
    problems = []
    for error in validator(document).iter_errors():
        closest = _innermost(error)
        pointer = join_pointer(closest.absolute_path)
        problems.append(
            Problem(_message(closest), _remedy(closest), str(source.path), source.line_of(pointer), pointer)
        )
    return problems


def _innermost(error: Any) -> Any:
    """Of an error about alternatives the one that got furthest into the document."""
    while getattr(error, "context", None):
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def check_version(source: SourceFile) -> list[Problem]:
    """Whether a file says that it is an OpenAPI document of a version that is understood."""
    data, path = source.data, str(source.path)
    if not isinstance(data, dict):
        return [
            Problem(
                f"is no OpenAPI description: it holds {_kind(data)}, not an object",
                "Start the file with `openapi: 3.1.1`, `info:` and `paths:`.",
                path,
                1,
            )
        ]
    if "swagger" in data:
        return [
            Problem(
                f"is Swagger {data['swagger']}, which is not read",
                "Convert it to OpenAPI 3 first, for instance with the npm package swagger2openapi.",
                path,
                source.line_of("/swagger"),
                "/swagger",
            )
        ]
    version = data.get("openapi")
    if version is None:
        return [
            Problem(
                "is no OpenAPI description: it has no `openapi` field",
                "Start the file with `openapi: 3.1.1`.",
                path,
                1,
            )
        ]
    if not isinstance(version, str) or version[:4] not in ("3.0.", "3.1.", "3.2."):
        return [
            Problem(
                f"says openapi: {version!r}, which is not read",
                "Versions 3.0.x, 3.1.x and 3.2.x are; quote the number if it is one.",
                path,
                source.line_of("/openapi"),
                "/openapi",
            )
        ]
    return []


def _kind(data: Any) -> str:
    if isinstance(data, list):
        return "a list"
    return "text" if isinstance(data, str) else f"the value {data!r}"


def _message(error: Any) -> str:
    text = str(error.message)
    return text if len(text) <= 300 else f"{text[:140]} … {text[-140:]}"


def _remedy(error: Any) -> str:
    """What to do, from the JSON Schema keyword that failed."""
    keyword, expected = getattr(error, "validator", None), getattr(error, "validator_value", None)
    if keyword == "required":
        return f"Add what is missing; the fields needed here are {_listed(expected)}."
    if keyword in ("additionalProperties", "unevaluatedProperties"):
        return "Remove it, mend its spelling, or begin its name with x-."
    if keyword == "type":
        return f"Write a value of type {expected if isinstance(expected, str) else _listed(expected)}."
    if keyword in ("enum", "const"):
        return f"Use {_listed(expected if isinstance(expected, list) else [expected])}."
    if keyword == "pattern":
        return f"Write a value that matches {expected}."
    return "See the OpenAPI specification for what may stand here."


def _listed(values: Iterable[Any] | None) -> str:
    return ", ".join(str(value) for value in values or ())
