"""Annotations: keywords that describe a schema and do not limit its values."""

from __future__ import annotations

from oasmith.structure import Node

BESIDE = {"description", "deprecated", "readOnly", "writeOnly", "default"}
"""Keywords about a place rather than the type there; they stay there when the type gets a name."""
_ANNOTATIONS = BESIDE | {"title", "example", "examples", "externalDocs"}


def is_annotation(keyword: str) -> bool:
    """Whether a keyword is for people only; ``x-rule`` and ``x-advice`` are not."""
    return keyword in _ANNOTATIONS or (keyword.startswith("x-") and keyword not in ("x-rule", "x-advice"))


def without_wrapper(schema: Node) -> Node:
    """An ``allOf`` of a single schema with nothing that narrows it becomes that schema.

    ``type: object`` does not narrow an object.
    """
    if not isinstance(schema.get("allOf"), list):
        return schema
    annotations = [
        member
        for member in schema["allOf"]
        if isinstance(member, dict)
        and all(is_annotation(key) or (key, value) == ("type", "object") for key, value in member.items())
    ]
    members = [member for member in schema["allOf"] if member not in annotations]
    others = {key: value for key, value in schema.items() if key != "allOf"}
    for member in annotations:
        others = {**member, **others}
    is_reference = len(members) == 1 and isinstance(members[0], dict) and "$ref" in members[0]
    if is_reference and all(is_annotation(key) or key == "type" for key in others):
        return {**members[0], **{key: value for key, value in others.items() if key in BESIDE}}
    return {**others, "allOf": members} if members else others
