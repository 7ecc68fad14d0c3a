"""Reading: files to one sound document, and that to its normal form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from oasmith.errors import OasmithError, Problem
from oasmith.reading.files import SourceFile, load
from oasmith.reading.mending import mend
from oasmith.reading.naming import name_schemas
from oasmith.reading.refs import bundle
from oasmith.reading.upgrade import upgrade
from oasmith.reading.validation import check_version, validate


def read(path: Path) -> tuple[dict[str, Any], SourceFile, list[Problem]]:
    """One document of whatever files a description consists of, the file named, and the slips mended in it.

    Raises OasmithError for files that cannot be read and references that lead nowhere.
    """
    source = load(path)
    _stop_on(check_version(source))
    document, slips = mend(bundle(source), source)
    return document, source, slips


def require_sound(document: dict[str, Any], source: SourceFile) -> None:
    """Raise OasmithError for a document that is not the OpenAPI it says it is."""
    _stop_on(validate(document, source))


def normal_form(document: dict[str, Any]) -> dict[str, Any]:
    """A sound document as OpenAPI 3.1 in which every schema that needs a name has one."""
    return name_schemas(upgrade(document))


def _stop_on(problems: list[Problem]) -> None:
    if problems:
        raise OasmithError(problems)
