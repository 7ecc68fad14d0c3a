"""The two descriptions of a comparison as documents."""

from __future__ import annotations

from dataclasses import replace

from oasmith.changes.reduction import reduced
from oasmith.reading import read_root
from oasmith.reading.effective import read_target
from oasmith.reading.references.access import access_of, open_description
from oasmith.reading.upgrade import upgrade
from oasmith.settings import Target
from oasmith.structure import Document


def documents_of(old: Target, new: Target) -> tuple[Document, Document]:
    """The descriptions of two targets as documents of OpenAPI 3.1, as their settings change them.

    What is the same in both may be left out. Overlays, names and selections are applied to the old
    description as far as they match it. Raises OasmithError for a description that cannot be read.
    """
    if not all(map(_is_used_whole, (old, new))):
        return document_of(old, is_old=True), document_of(new)
    roots = [open_description(target.description, access_of(target)) for target in (old, new)]
    parts = reduced(roots[0].data, roots[1].data)
    before, after = (
        read_root(replace(root, data=data), access_of(target)).document
        for root, data, target in zip(roots, parts, (old, new), strict=True)
    )
    return upgrade(before), upgrade(after)


def document_of(target: Target, *, is_old: bool = False) -> Document:
    """The description of one target as a document of OpenAPI 3.1; ``is_old`` as for ``documents_of``."""
    return upgrade(read_target(target, must_match=not is_old).document)


def _is_used_whole(target: Target) -> bool:
    """Whether no setting of a target selects, renames or changes parts of its description."""
    changes = (target.include, target.exclude, target.names, target.overlays, target.lenient)
    return not any(changes) and target.short_names and target.local_times and target.validate_requests is True
