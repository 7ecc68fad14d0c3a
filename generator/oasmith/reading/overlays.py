"""Overlays: changes to a description that somebody else maintains (Overlay Specification 1.0 and 1.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from oasmith.errors import OasmithError
from oasmith.reading.files import SourceFile, load
from oasmith.structure import join_pointer, look_up
from oasmith.suggestions import suggestion

_FIELDS = {"overlay", "info", "extends", "actions"}
_ACTION_FIELDS = {"target", "description", "update", "copy", "remove"}
_VERSION = re.compile(r"1\.([01])(\.\d+)?")


def overlaid(
    root: SourceFile, overlays: Sequence[Path], *, must_match: bool = True
) -> tuple[SourceFile, dict[str, str]]:
    """The root file of a description with overlays applied, one after the other, and their digests by path.

    Raises OasmithError, with the place in the overlay, for what is not an overlay, for an action that cannot
    be applied and, with ``must_match``, for one that matches nothing.
    """
    digests: dict[str, str] = {}
    for path in overlays:
        overlay = load(path)
        digests[overlay.path] = overlay.digest
        _require_overlay(overlay)
        data = _copy(root.data)
        for index, action in enumerate(overlay.data["actions"]):
            data = _Action(overlay, index, action, must_match).applied(data)
        root = replace(root, data=data)
    return root, digests


def _require_overlay(overlay: SourceFile) -> None:
    """Raise OasmithError for a file that is not an overlay of a known version."""
    data = overlay.data
    if isinstance(data, dict) and isinstance(data.get("overlay"), (int, float)):
        raise _not_a_string(overlay, "overlay", "/overlay")
    if not isinstance(data, dict) or not isinstance(data.get("overlay"), str):
        raise _wrong(overlay, "is not an overlay", "An overlay begins with overlay: 1.1.0.", "")
    if not _VERSION.fullmatch(data["overlay"]):
        found = f"overlay {data['overlay']!r} is not supported"
        raise _wrong(overlay, found, "Write 1.0.0 or 1.1.0.", "/overlay")
    _require_fields(overlay, data, _FIELDS, "")
    for field in ("title", "version"):
        info = data.get("info")
        if not isinstance(info, dict) or field not in info:
            raise _wrong(overlay, f"info has no {field}", "Add it; it is a string.", "/info")
        if not isinstance(info[field], str):
            raise _not_a_string(overlay, field, f"/info/{field}")
    actions = data.get("actions")
    if not isinstance(actions, list) or not actions:
        raise _wrong(overlay, "has no actions", "Add a list with at least one action.", "/actions")
    for index, action in enumerate(actions):
        _require_action(overlay, action, f"/actions/{index}", data["overlay"])


def _not_a_string(overlay: SourceFile, field: str, pointer: str) -> OasmithError:
    written = overlay.text_of(pointer)
    remedy = "Write a string." if written is None else f'Put it in quotes: {field}: "{written}".'
    return _wrong(overlay, f"{field} must be a string", remedy, pointer)


def _require_action(overlay: SourceFile, action: Any, pointer: str, version: str) -> None:
    if not isinstance(action, dict) or not isinstance(action.get("target"), str):
        raise _wrong(overlay, "the action has no target", "Add a JSONPath query such as $.info.", pointer)
    _require_fields(overlay, action, _ACTION_FIELDS, pointer)
    if "remove" in action and not isinstance(action["remove"], bool):
        raise _wrong(overlay, "remove is not a boolean", "Write true or false.", f"{pointer}/remove")
    if "copy" in action and (version.startswith("1.0") or not isinstance(action["copy"], str)):
        remedy = "Write overlay: 1.1.0 and a JSONPath query that selects one node."
        raise _wrong(overlay, "copy is not a query of Overlay 1.1", remedy, f"{pointer}/copy")
    if not {"update", "copy", "remove"} & action.keys():
        raise _wrong(overlay, "the action does nothing", "Add update, copy or remove.", pointer)


def _require_fields(overlay: SourceFile, node: Mapping[str, Any], known: set[str], pointer: str) -> None:
    for field in node:
        if field not in known and not str(field).startswith("x-"):
            otherwise = f"Its fields are {', '.join(sorted(known))}."
            remedy = suggestion(str(field), known, otherwise)
            raise _wrong(overlay, f"unknown field {field!r}", remedy, pointer + join_pointer([field]))


class _Action:
    """One action of an overlay, at its place in the file."""

    def __init__(self, overlay: SourceFile, index: int, action: Mapping[str, Any], must_match: bool) -> None:
        self._overlay = overlay
        self._pointer = f"/actions/{index}"
        self._action = action
        self._must_match = must_match
        self._appends = str(overlay.data["overlay"]).startswith("1.0")

    def applied(self, data: Any) -> Any:
        """The data after the action, which changes it in place."""
        places = self._selected(data, "target")
        if not places:
            if self._must_match:
                raise self._wrong("matches nothing in the description", "Correct or remove it.", "target")
            return data
        if self._action.get("remove") is True:
            return self._removed(data, places)
        if "copy" in self._action:
            return self._merged(data, places, _copy(self._copied(data)), "copy")
        if "update" in self._action:
            return self._merged(data, places, self._action["update"], "update")
        return data

    def _selected(self, data: Any, field: str) -> list[tuple[str | int, ...]]:
        """The places that a query selects, each once."""
        from jsonpath_rfc9535 import JSONPathError, find  # slow to import

        try:
            return list(dict.fromkeys(tuple(node.location) for node in find(self._action[field], data)))
        except JSONPathError as error:
            text = str(error).partition("\n")[0]
            raise self._wrong(f"is not a JSONPath query: {text}", "See RFC 9535.", field) from None

    def _copied(self, data: Any) -> Any:
        found = self._selected(data, "copy")
        if len(found) != 1:
            message = f"selects {len(found)} nodes to copy"
            raise self._wrong(message, "Write a query that selects one node.", "copy")
        return look_up(data, join_pointer(found[0]))

    def _removed(self, data: Any, places: list[tuple[str | int, ...]]) -> Any:
        if () in places:
            raise self._wrong("removes the whole description", "Select something in it.", "target")
        for place in sorted(places, key=_last_first):
            try:
                holder = look_up(data, join_pointer(place[:-1]))
            except KeyError:
                continue  # removed with what was around it
            if isinstance(holder, (dict, list)):
                del holder[place[-1]]  # type: ignore[arg-type]  # a key of an object or an index of a list
        return data

    def _merged(self, data: Any, places: list[tuple[str | int, ...]], new: Any, field: str) -> Any:
        kinds = {_kind(look_up(data, join_pointer(place))) for place in places}
        if len(kinds) > 1:
            message = f"selects different kinds of values: {', '.join(sorted(kinds))}"
            raise self._wrong(message, "Write one action for each kind.", "target")
        for place in places:
            old = look_up(data, join_pointer(place))
            merged = self._combined(old, _copy(new), place, field, is_target=True)
            if not place:
                data = merged
            else:
                holder = look_up(data, join_pointer(place[:-1]))
                holder[place[-1]] = merged
        return data

    def _combined(
        self, old: Any, new: Any, place: tuple[str | int, ...], field: str, is_target: bool = False
    ) -> Any:
        """An old value with the new one merged into it."""
        if isinstance(old, dict) and isinstance(new, dict):
            for key, value in new.items():
                old[key] = self._combined(old[key], value, (*place, key), field) if key in old else value
            return old
        if isinstance(old, list) and is_target and (self._appends or not isinstance(new, list)):
            return [*old, new]
        if isinstance(old, list) and isinstance(new, list):
            return [*old, *new]
        if _kind(old) == _kind(new) == "primitive":
            return new
        message = f"merges {_kind(new)} into {_kind(old)} at {join_pointer(place) or 'the root'}"
        raise self._wrong(message, "Remove the old value in an action before, or write one like it.", field)

    def _wrong(self, message: str, remedy: str, field: str) -> OasmithError:
        pointer = f"{self._pointer}/{field}"
        query = f"{self._action.get('target')!r} " if field == "target" else ""
        return _wrong(self._overlay, f"{query}{message}", remedy, pointer)


def _copy(value: Any) -> Any:
    """A copy in which each place has a value of its own, also where YAML has aliases of one anchor."""
    if isinstance(value, dict):
        return {key: _copy(member) for key, member in value.items()}
    return list(map(_copy, value)) if isinstance(value, list) else value


def _last_first(place: tuple[str | int, ...]) -> tuple[int, list[int]]:
    """An order in which inner places come first, and later items of a list before earlier ones."""
    return -len(place), [-part for part in place if isinstance(part, int)]


def _kind(value: Any) -> str:
    return "object" if isinstance(value, dict) else "array" if isinstance(value, list) else "primitive"


def _wrong(overlay: SourceFile, message: str, remedy: str, pointer: str) -> OasmithError:
    return OasmithError(overlay.problem(message, remedy, pointer))
