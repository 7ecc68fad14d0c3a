"""The page of what changed since an older description: the changes by verdict, with links to their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from oasmith.products.docs.model import (
    Changes,
    ChangesOfVerdict,
    Credential,
    OperationGroup,
    OperationPage,
    SchemaGroup,
    ShownChange,
    SitePlace,
    Webhook,
)
from oasmith.products.docs.objects import anchor
from oasmith.products.docs.words import Value, Words
from oasmith.structure import (
    FIELDS,
    METHODS,
    Kind,
    fragment_pointer,
    join_pointer,
    kind_at,
    look_up,
    property_at,
    reference_in,
    resolved,
    split_pointer,
    walk,
)

if TYPE_CHECKING:
    from oasmith.changes.model import Change
    from oasmith.changes.since import Since

_MOST_PLACES = 3
"""How many places of one change are shown: a shared parameter has one in each operation that uses it."""

T = TypeVar("T")


def changes_page(
    since: Since,
    groups: Sequence[OperationGroup],
    schemas: Sequence[SchemaGroup],
    originals: Mapping[str, str],
    credentials: Sequence[Credential],
    webhooks: Sequence[Webhook],
) -> Changes:
    """The content of the page; the other arguments are the parts of the site that its links lead to."""
    from oasmith.changes.model import VERDICTS
    from oasmith.changes.report.wording import HEADINGS, counted, versions

    places = _Places(since, groups, schemas, originals, credentials, webhooks)
    report = since.report
    return Changes(
        old_version=_version(since.old),
        new_version=_version(since.new),
        summary=f"{counted(report)}." + (f" {versions(report)}" if report.changes else ""),
        verdicts=tuple(
            ChangesOfVerdict(verdict, HEADINGS[verdict], tuple(_shown(it, places) for it in found))
            for verdict in VERDICTS
            if (found := report.with_verdict(verdict))
        ),
    )


def _version(document: Mapping[str, Any]) -> str:
    return str((document.get("info") or {}).get("version", ""))


def _shown(change: Change, places: _Places) -> ShownChange:
    found = list(dict.fromkeys(places.of(change)))
    more = len(found) - _MOST_PLACES
    words = _words(change.message)
    return ShownChange(words, change.side, change.id, tuple(found[:_MOST_PLACES]), max(more, 0))


def _words(message: str) -> Words:
    """A message, in which code is between backticks."""
    parts = re.split(r"`([^`]+)`", message)
    return tuple(Value(part) if index % 2 else part for index, part in enumerate(parts) if part)


class _Places:
    """Finds the places in the reference that JSON pointers into the descriptions lead to."""

    def __init__(
        self,
        since: Since,
        groups: Sequence[OperationGroup],
        schemas: Sequence[SchemaGroup],
        originals: Mapping[str, str],
        credentials: Sequence[Credential],
        webhooks: Sequence[Webhook],
    ) -> None:
        self._since = since
        self._originals = originals
        self._credentials = {item.key for item in credentials}
        self._webhooks = webhooks
        self._pages = {_pointer(page): page for group in groups for page in group.pages}
        self._objects = {item.name: (item, group.path) for group in schemas for item in group.objects}
        self._schemas: dict[str, str] = {}
        for name, pointer in since.schemas.items():
            if kind_at(pointer) == "schema" and name in self._objects:
                self._schemas.setdefault(pointer, name)

    def of(self, change: Change) -> Iterator[SitePlace]:
        """The places of a change: none for what is gone, several for a component that operations share."""
        pointer = "" if change.id in _OLD else change.pointer
        yield from self._of(change.pointer, self._parameter(pointer))

    def _of(self, pointer: str, parameter: tuple[str, str] | None) -> Iterator[SitePlace]:
        if (schema := _innermost(pointer, self._schemas)) is not None:
            yield self._of_schema(*schema)
        elif (operation := _innermost(pointer, self._pages)) is not None:
            yield self._of_operation(*operation, parameter)
        else:
            match split_pointer(pointer):
                case ["paths", path, *rest] if rest[:1] in ([], ["parameters"], ["servers"]):
                    for page in self._pages.values():
                        if page.operation.path == path:
                            yield self._of_operation(page, rest, parameter)
                case ["components", "securitySchemes", key, *_] if key in self._credentials:
                    yield SitePlace(key, "index", f"credential-{anchor(key)}", "README", "")
                case ["components", section, name, *_]:
                    own, below = join_pointer(("components", section, name)), _PART_OF_OPERATION.get(
                        section, []
                    )
                    for page in self._users.get(own, ()):
                        yield self._of_operation(page, below, parameter)
                case ["webhooks", *_] if self._webhooks:
                    yield SitePlace("Webhooks", "index", "webhooks", "README", "")
                case ["servers", *_]:
                    yield SitePlace("Servers", "index", "servers", "README", "")

    def _of_schema(self, name: str, rest: list[str]) -> SitePlace:
        """The place of a named schema, or of its field that the rest of a pointer leads to."""
        item, path = self._objects[self._originals.get(name, name)]
        field = property_at(rest)
        if any(it.name == field for it in item.fields):
            own = f"{anchor(item.name)}.{anchor(field)}"
            return SitePlace(f"{item.name}.{field}", path, own, path, anchor(item.name))
        path = self._objects[name][1]
        return SitePlace(name, path, anchor(name), path, anchor(name))

    def _of_operation(
        self, page: OperationPage, rest: list[str], parameter: tuple[str, str] | None
    ) -> SitePlace:
        """The place of an operation, or of its part that the rest of a pointer leads to."""
        title = f"{page.operation.method} {page.operation.path}"
        part, own = "", ""
        match rest:
            case ["parameters", *_]:
                for field in page.parameters:
                    if (field.name, field.place) == parameter:
                        part, own = field.name, f"parameter-{field.anchor}"
            case ["requestBody", *_] if page.contents:
                part, own = "body", "body"
            case ["responses", status, *_] if any(it.status == status for it in page.responses):
                part, own = status, f"response-{status}"
            case ["security", *_] if page.credentials:
                part, own = "credentials", "credentials"
        place = page.place
        text = f"{title}: {part}" if part else title
        return SitePlace(text, place.path, own, place.group_path, place.anchor)

    def _parameter(self, pointer: str) -> tuple[str, str] | None:
        """The name and location of the parameter around a pointer into the newer description."""
        parts = split_pointer(pointer)
        if "parameters" not in parts[:4]:
            return None
        node = self._at(join_pointer(parts[: parts.index("parameters") + 2]))
        return (str(node.get("name")), str(node.get("in"))) if isinstance(node, Mapping) else None

    @cached_property
    def _users(self) -> Mapping[str, list[OperationPage]]:
        """The operations that refer to each component that is no schema, by its pointer."""
        users: dict[str, list[OperationPage]] = {}
        for pointer, page in self._pages.items():
            item = pointer.rpartition("/")[0]
            roots: list[tuple[Kind, Any]] = [("operation", self._at(pointer))]
            roots += [("parameter", it) for it in (self._at(item) or {}).get("parameters") or ()]
            for component in self._components(roots):
                users.setdefault(component, []).append(page)
        return users

    def _at(self, pointer: str) -> Any:
        try:
            return resolved(self._since.new, look_up(self._since.new, pointer))
        except KeyError:
            return None

    def _components(self, roots: list[tuple[Kind, Any]]) -> set[str]:
        """The pointers to the components that objects refer to, directly or through others."""
        found: set[str] = set()
        while roots:
            for place in walk(*roots.pop()):
                target = reference_in(place.node) or ""
                pointer = fragment_pointer(target[1:])
                parts = split_pointer(pointer)
                if (
                    place.kind == "schema"
                    or parts[:1] != ["components"]
                    or pointer in found
                    or len(parts) < 3
                ):
                    continue
                found.add(pointer)
                if parts[1] in FIELDS["components"]:
                    roots.append((FIELDS["components"][parts[1]][1], self._at(pointer)))
        return found


_OLD = {"request-parameter-removed", "surface-argument-removed"}
"""Changes whose pointers lead to a place in the older list of parameters."""
_PART_OF_OPERATION = {"parameters": ["parameters"], "requestBodies": ["requestBody"]}
"""By section of the components the part of an operation that uses one."""


def _pointer(page: OperationPage) -> str:
    """The pointer to an operation in its description."""
    method = page.operation.method.lower()
    keys = (method,) if method in METHODS else ("additionalOperations", page.operation.method)
    return join_pointer(("paths", page.operation.path, *keys))


def _innermost(pointer: str, known: Mapping[str, T]) -> tuple[T, list[str]] | None:
    """What is known at the longest part of a pointer, and the rest of the pointer."""
    outer = pointer
    while outer:
        if outer in known:
            return known[outer], split_pointer(pointer[len(outer) :])
        outer = outer.rpartition("/")[0]
    return None
