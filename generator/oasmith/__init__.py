"""oasmith: Python clients from OpenAPI descriptions.

``generate`` writes a client, request examples and a reference; ``check`` compares them with what would be
generated today. Both take targets: a description and an output folder, or those of a pyproject.toml.
``diff`` reports what changed between two descriptions, and whom it breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oasmith import cache
from oasmith.errors import OasmithError, Problem
from oasmith.settings import Target, find_pyproject, read_targets
from oasmith.unchanged import history_of, published_before

if TYPE_CHECKING:
    from oasmith.api.model import Api
    from oasmith.changes.model import Report
    from oasmith.reading.references.pins import Pins
    from oasmith.results import Checked, Published

__all__ = [
    "OasmithError",
    "Problem",
    "Target",
    "check",
    "configured_targets",
    "describe",
    "diff",
    "generate",
    "lock",
    "read_api",
]


def generate(
    targets: Target | Sequence[Target], progress: Callable[[str, float], None] = lambda stage, done: None
) -> list[Published]:
    """Generate and publish targets, one after the other.

    ``progress`` receives each stage and the share of it that is done, from 0.0 to 1.0. Raises OasmithError
    on bad input; the files of that target are then left as they were.
    """
    return [published_before(target) or _generate(target, progress) for target in _sequence(targets)]


def _generate(target: Target, progress: Callable[[str, float], None]) -> Published:
    from oasmith.changes.stored import STORED
    from oasmith.workers import Workers

    history = history_of(target)
    with Workers() as workers:
        has_models = bool(history) and cache.has(cache.key_of("fields", history))
        if not has_models and _has_unions(target):
            workers.prepare("oasmith.products.client.models.codegen")
        if (target.output / STORED).is_file():
            workers.prepare("oasmith.changes.compare")
        from oasmith.pipeline import generate_target  # slow to import

        return generate_target(target, progress, workers)


def _has_unions(target: Target) -> bool:
    """Whether a description has unions: datamodel-code-generator, slow to import, writes their models."""
    try:
        return isinstance(target.description, Path) and b"oneOf" in target.description.read_bytes()
    except OSError:
        return False  # which is reported when it is read


def check(
    targets: Target | Sequence[Target], progress: Callable[[str, float], None] = lambda stage, done: None
) -> list[Checked]:
    """Compare the files of targets with what would be generated, and write nothing.

    Raises OasmithError on bad input.
    """
    from oasmith.pipeline import check_target

    return [check_target(target, progress) for target in _sequence(targets)]


def describe(target: Target) -> dict[str, Any]:
    """The description of a target as one document, with its overlays and settings applied.

    Raises OasmithError on bad input.
    """
    from oasmith.reading.effective import read_target

    return read_target(target).document


def diff(
    old: Target | Path | str | None,
    new: Target | Path | str,
    *,
    docs: bool = False,
    uses: Sequence[Path] = (),
    last: bool = False,
) -> Report:
    """What changed between two descriptions, on the wire and in the generated client.

    Both are targets, paths or URLs. ``old`` is None for the description that was stored when the target
    ``new`` was generated the last time; else the settings of ``new`` are used for it unless it is a target.
    With ``docs``, the report also has changes of the documentation; a stored description has none. ``uses``
    are Python files and folders whose lines are listed that changes affect. With ``last``, the descriptions
    of the last two generations of the target are compared.
    Raises OasmithError on bad input.
    """
    from oasmith.changes.compare import compare, compare_sides
    from oasmith.changes.last import previous_document
    from oasmith.changes.sides import document_of, sides_of
    from oasmith.changes.stored import compact, stored_document
    from oasmith.collector import without_collector

    target = new if isinstance(new, Target) else Target(new, Path())
    with without_collector():
        if last:
            found = compare(previous_document(target.output), stored_document(target.output), target, uses)
        elif old is None:
            found = compare(stored_document(target.output), compact(document_of(target)), target, uses)
        else:
            own = old if isinstance(old, Target) else replace(target, description=old)
            found = compare_sides(sides_of(own, target), uses)
    return found if docs and old is not None else found.without_docs()


def read_api(description: Target | Path | str, *, checked: bool = True) -> Api:
    """The API that a description describes, for instance for ``oasmith.mock.MockServer``.

    ``description`` is a path or a URL; a target also says how it is read: its overlays, what is included,
    which files its references may lead to, and whether broken parts are skipped.
    With ``checked`` false the validator is skipped, for a description that is known to be valid.
    Raises OasmithError on bad input.
    """
    from oasmith.api.build import build
    from oasmith.reading import normal_form
    from oasmith.reading.effective import read_sound

    target = description if isinstance(description, Target) else Target(description, Path())
    return build(normal_form(read_sound(target, checked=checked).document))


def lock(targets: Target | Sequence[Target], folder: Path) -> Pins:
    """Write ``oasmith.lock`` in a folder: hashes of the descriptions' files, and copies of the remote ones.

    Remote files are fetched, also those that are locked already. Raises OasmithError on bad input.
    """
    from oasmith.locking import write_lock

    return write_lock(_sequence(targets), folder)


def configured_targets(start: Path | None = None) -> tuple[Target, ...]:
    """The targets of the nearest pyproject.toml with a ``[tool.oasmith]`` table, from a folder upwards.

    Raises OasmithError if there is none or it is invalid.
    """
    pyproject = find_pyproject(start or Path.cwd())
    if pyproject is None:
        raise OasmithError(
            Problem(
                "no pyproject.toml here or above has a [tool.oasmith] table",
                "Pass a description and a folder: oasmith generate DESCRIPTION -o DIR.",
            )
        )
    return read_targets(pyproject)


def _sequence(targets: Target | Sequence[Target]) -> Sequence[Target]:
    return (targets,) if isinstance(targets, Target) else targets
