"""Reading: the files of a description become one sound document, and that document its normal form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oasmith.errors import OasmithError, Problem, by_line, raise_any
from oasmith.reading.discriminators import discriminate, with_plain_children
from oasmith.reading.empty_fields import without_empty_fields
from oasmith.reading.files import SourceFile
from oasmith.reading.naming import name_schemas
from oasmith.reading.nulls import settle_null
from oasmith.reading.pruning import prune, prune_references, require_operations
from oasmith.reading.references import bundle
from oasmith.reading.references.access import Access, open_description
from oasmith.reading.repairs import repair
from oasmith.reading.result import Reading
from oasmith.reading.shape import shape_problems
from oasmith.reading.upgrade import upgrade
from oasmith.reading.validation import is_around, is_missing, require_sound, validate, version_problem
from oasmith.structure import Document

__all__ = ["Reading", "normal_form", "read", "read_root", "require_sound", "sound_part"]


def read(
    description: Path | str,
    access: Access | None = None,
    *,
    lenient: bool = False,
    overlays: Sequence[Path] = (),
    overlays_must_match: bool = True,
) -> Reading:
    """A description of one or several files as one document, without harmless mistakes.

    ``description`` is a path, a URL, or ``-`` for standard input. ``access`` says which files references may
    lead to. ``overlays`` are applied to the root file; one that matches nothing is an error unless
    ``overlays_must_match`` is false. Raises OasmithError for files that cannot be read, references that lead
    nowhere, and objects of a wrong type. With ``lenient``, the latter two are pruned.
    """
    access = access or Access()
    root = open_description(description, access)
    digests: dict[str, str] = {}
    if overlays:
        from oasmith.reading.overlays import overlaid

        root, digests = overlaid(root, overlays, must_match=overlays_must_match)
    reading = read_root(root, access, lenient=lenient)
    reading.source.digests.update(digests)
    return reading


def read_root(root: SourceFile, access: Access, *, lenient: bool = False) -> Reading:
    """The description that begins with a file, as ``read`` gives it."""
    problem = version_problem(root)
    raise_any([problem] if problem else [])
    bundled = bundle(root, access, lenient=True)
    reading = Reading(bundled.document, bundled.source, tuple(bundled.repairs))
    problems = shape_problems(reading.document)
    if problems:
        reading = without_empty_fields(reading)
        problems = shape_problems(reading.document)
    if lenient:
        reading = prune(prune_references(reading, bundled.dangling), shape_problems)
    elif found := [*bundled.dangling, *map(reading.source.located, problems)]:
        raise OasmithError(by_line([*found, *_further(reading, bundled.dangling, found)], root.path))
    return repair(reading)


def _further(reading: Reading, dangling: Sequence[Problem], known: Sequence[Problem]) -> list[Problem]:
    """What the validator finds in the parts of a document whose references and types are right.

    What is missing around a known problem may be the part with that problem, which is not validated.
    """
    try:
        rest = repair(prune(prune_references(reading, dangling), shape_problems))
    except OasmithError:
        return []
    return [
        problem
        for problem in validate(rest.document, rest.source)
        if not (is_missing(problem) and any(is_around(problem, it) for it in known))
    ]


def sound_part(reading: Reading) -> Reading:
    """The reading without what the validator finds broken.

    Raises OasmithError where that cannot be pruned, or where no operation is left.
    """
    reading = prune(reading)
    require_operations(reading)
    return reading


def normal_form(document: Document, *, is_upgraded: bool = False) -> Document:
    """A sound document as OpenAPI 3.1 in which every schema that needs a name has one.

    ``is_upgraded`` says that ``upgrade`` made the document, which takes a while.
    """
    upgraded = document if is_upgraded else upgrade(document)
    return discriminate(name_schemas(settle_null(with_plain_children(upgraded))))
