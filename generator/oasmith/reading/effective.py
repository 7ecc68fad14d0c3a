"""The part of a description that a target uses, with the names and options of its settings."""

from __future__ import annotations

from dataclasses import replace

from oasmith.errors import raise_any
from oasmith.extensions import LOCAL_TIMES, SHORT_NAMES, VALIDATE_REQUESTS
from oasmith.reading import read, require_sound, sound_part
from oasmith.reading.references.access import access_of
from oasmith.reading.result import Reading
from oasmith.reading.selection import rename, select
from oasmith.reading.sizes import require_manageable
from oasmith.settings import Target


def older(target: Target) -> Target | None:
    """The target with the older description that its reference compares with; None without one."""
    if target.changes_since is None or "docs" not in target.products:
        return None
    return replace(target, description=target.changes_since)


def read_target(target: Target, *, must_match: bool = True) -> Reading:
    """The reading of a target's description with its overlays and settings applied.

    Raises OasmithError as ``read`` does, and for a selection that matches nothing or a name that nothing has.
    With ``must_match`` false, for an older description, what matches nothing is ignored, also in overlays.
    """
    reading = read(
        target.description,
        access_of(target),
        lenient=target.lenient,
        overlays=target.overlays,
        overlays_must_match=must_match,
    )
    return _effective(reading, target, must_match)


def read_sound(target: Target, *, checked: bool = True) -> Reading:
    """The same, without broken parts if the target is lenient.

    Raises OasmithError also for a description that is not sound, unless ``checked`` is false, and for
    anything to report if the target is strict.
    """
    reading = read_target(target)
    if target.lenient:
        reading = sound_part(reading)
    elif checked:
        require_sound(reading)
    if target.strict:
        raise_any([*reading.repairs, *reading.removed])
    return reading


def _effective(reading: Reading, target: Target, must_match: bool) -> Reading:
    """The reading of a target's description as its settings change it."""
    document = select(reading.document, target.include, target.exclude, target.origin, must_match=must_match)
    require_manageable(document, reading.source)
    document = rename(document, target.names, target.origin, must_match=must_match)
    if not target.short_names:
        document = {**document, SHORT_NAMES.keyword: False}
    if not target.local_times:
        document = {**document, LOCAL_TIMES.keyword: False}
    if target.validate_requests is not True:
        document = {**document, VALIDATE_REQUESTS.keyword: target.validate_requests}
    return replace(reading, document=document)
