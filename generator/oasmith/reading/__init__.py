"""Reading: files to one sound document, and that to its normal form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from oasmith.errors import OasmithError, Problem
from oasmith.reading.extensions import checked
from oasmith.reading.files import SourceFile, load
from oasmith.reading.leniency import without_what_is_broken, without_what_leads_nowhere
from oasmith.reading.mending import mend
from oasmith.reading.naming import name_schemas
from oasmith.reading.pointers import join_pointer
from oasmith.reading.refs import bundle, bundle_leniently
from oasmith.reading.structure import Parts
from oasmith.reading.upgrade import upgrade
from oasmith.reading.validation import check_version
from oasmith.reading.verdict import begin_verdict


def read(path: Path, allow_remote: tuple[str, ...] = ()) -> tuple[dict[str, Any], SourceFile, list[Problem]]:
    """One document of whatever files a description consists of, the file named, and the slips mended in it.

    ``allow_remote`` names the hosts that references may lead to. Raises OasmithError for files that
    cannot be read and references that lead nowhere.
    """
    source = _loaded(path)
    document, problems = _repaired(bundle(source, allow_remote), source)
    return document, source, problems


def read_leniently(
    path: Path, allow_remote: tuple[str, ...] = ()
) -> tuple[dict[str, Any], SourceFile, list[Problem], list[Problem]]:
    """The same without the references that lead nowhere, and in the end what was left out with them."""
    source = _loaded(path)
    document, left_out = without_what_leads_nowhere(*bundle_leniently(source, allow_remote))
    document, problems = _repaired(document, source)
    return document, source, problems, left_out


def _repaired(document: dict[str, Any], source: SourceFile) -> tuple[dict[str, Any], list[Problem]]:
    """The document without harmless mistakes, and where they were."""
    document, problems = mend(document, source)

    def note(parts: Parts, message: str, remedy: str) -> None:
        pointer = join_pointer(parts)
        problems.append(Problem(message, remedy, source.path, source.line_of(pointer), pointer))

    return checked(document, note), problems


def _loaded(path: Path) -> SourceFile:
    source = load(path)
    _stop_on(check_version(source))
    return source


def make_sound(document: dict[str, Any], source: SourceFile) -> tuple[dict[str, Any], list[Problem]]:
    """The document without what is broken in it, and what that was.

    Raises OasmithError where it cannot be left out.
    """
    document, left_out, problems = without_what_is_broken(document, source)
    _stop_on(problems)
    return document, left_out


def require_sound(document: dict[str, Any], source: SourceFile) -> None:
    """Raise OasmithError for a document that is not the OpenAPI it says it is."""
    wait = begin_verdict(document, source)
    if wait:
        wait()


def normal_form(document: dict[str, Any]) -> dict[str, Any]:
    """A sound document as OpenAPI 3.1 in which every schema that needs a name has one."""
    return name_schemas(upgrade(document))


def _stop_on(problems: list[Problem]) -> None:
    if problems:
        raise OasmithError(problems)
