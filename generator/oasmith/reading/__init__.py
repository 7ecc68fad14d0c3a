"""Reading: files to one sound document, and that to its normal form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from oasmith.errors import OasmithError, Problem
from oasmith.reading.access import Access
from oasmith.reading.discriminators import discriminate, with_plain_children
from oasmith.reading.extensions import checked
from oasmith.reading.files import SourceFile, load
from oasmith.reading.leniency import without_what_is_broken, without_what_leads_nowhere
from oasmith.reading.mending import mend
from oasmith.reading.naming import name_schemas
from oasmith.reading.nulls import settle_null
from oasmith.reading.refs import bundle, bundle_leniently
from oasmith.reading.selection import operations
from oasmith.reading.shape import shape_problems
from oasmith.reading.upgrade import upgrade
from oasmith.reading.validation import check_version, located
from oasmith.reading.verdict import begin_verdict
from oasmith.structure import Parts, join_pointer


def read(path: Path, access: Access | None = None) -> tuple[dict[str, Any], SourceFile, list[Problem]]:
    """One document of whatever files a description consists of, its source, and the repairs made in it.

    ``access`` says which files references may lead to. Raises OasmithError for files that cannot be read,
    references that lead nowhere, and objects that are of a wrong type.
    """
    bundled = bundle(_loaded(path), access)
    _stop_on(located(shape_problems(bundled.document), bundled.source))
    document, problems = _repaired(bundled.document, bundled.source)
    return document, bundled.source, [*bundled.repairs, *problems]


def read_leniently(
    path: Path, access: Access | None = None
) -> tuple[dict[str, Any], SourceFile, list[Problem], list[Problem]]:
    """The same without what is broken, and in the end what was removed."""
    bundled = bundle_leniently(_loaded(path), access)
    document, left_out = without_what_leads_nowhere(bundled.document, bundled.problems)
    document, removed, broken = without_what_is_broken(document, bundled.source, shape_problems)
    _stop_on(broken)
    document, problems = _repaired(document, bundled.source)
    return document, bundled.source, [*bundled.repairs, *problems], [*left_out, *removed]


def _repaired(document: dict[str, Any], source: SourceFile) -> tuple[dict[str, Any], list[Problem]]:
    """The document without harmless mistakes, and where they were."""
    document, problems = mend(document, source)

    def note(parts: Parts, message: str, remedy: str) -> None:
        problems.append(source.problem(message, remedy, join_pointer(parts)))

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


def require_operations(document: dict[str, Any], source: SourceFile, left_out: list[Problem]) -> None:
    """Raise OasmithError where everything that a description has to call is among what was removed."""
    promised = [name for field in ("paths", "webhooks") for name in source.data.get(field) or ()]
    is_empty = not document.get("webhooks") and not any(operations(document))
    if left_out and is_empty and not all(name.startswith("x-") for name in promised):
        problem = source.problem("has no operation that can be used", "Correct the problems above.", "/paths")
        raise OasmithError([*left_out, problem])


def require_sound(document: dict[str, Any], source: SourceFile) -> None:
    """Raise OasmithError for a document that is not the OpenAPI it says it is."""
    wait = begin_verdict(document, source)
    if wait:
        wait()


def normal_form(document: dict[str, Any]) -> dict[str, Any]:
    """A sound document as OpenAPI 3.1 in which every schema that needs a name has one."""
    return discriminate(name_schemas(settle_null(with_plain_children(upgrade(document)))))


def _stop_on(problems: list[Problem]) -> None:
    if problems:
        raise OasmithError(problems)
