"""What all comparisons of the wire share: the two documents, and the changes that were found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from oasmith.changes.kinds import KINDS
from oasmith.changes.model import VERDICTS, Change, Verdict
from oasmith.changes.wire.places import Place
from oasmith.schemas import PREFIX, Schemas
from oasmith.schemas.inclusion import Described, Gap, Inclusion, Part, untouched
from oasmith.structure import Document, has_reference, references_in

LISTS = (
    "-requires-more", "-requires-less", "-dependent-required-added", "-dependent-required-removed",
    "-dependent-schema-restricted", "-dependent-schema-loosened", "-alternative-added",
    "-alternative-removed", "-discriminator-value-added", "-discriminator-value-moved",
    "-discriminator-value-removed", "-pattern-properties-added", "-pattern-properties-removed",
    "-encoding-changed", "-url-changed", "server-added", "server-removed", "-server-rule-added",
    "-server-rule-removed", "rule-message-changed", "-scope-added", "-scope-removed", "-keyword-restricted",
    "-keyword-loosened",
)  # fmt: skip
"""The ends of the kinds of changes of which one place can have several."""


class Context:
    """Two documents, and the changes between them by kind and place."""

    def __init__(self, old: Document, new: Document) -> None:
        self.roots = Place(old, "", old), Place(new, "", new)
        self.old, self.new = Described("old", _schemas(old)), Described("new", _schemas(new))
        self.unchanged = untouched(self.old.schemas, self.new.schemas)
        self.inclusions = {
            "request": Inclusion("request", self.unchanged),
            "response": Inclusion("response", self.unchanged),
        }
        self.compared: dict[str, set[tuple[Part, Part]]] = {"request": set(), "response": set()}
        self.exchanged: dict[str, set[Gap]] = {"request": set(), "response": set()}
        self.found: dict[tuple[str, str, str], Change] = {}

    def add(self, kind: str, place: Place | str, verdict: Verdict | None = None, **values: Any) -> None:
        """Add a change. Of two changes of a kind at a place, the worse one is kept.

        The changes of ``LISTS`` are about one of several members of what is at the place, and each is kept.
        """
        pointer = place if isinstance(place, str) else place.pointer
        change = KINDS[kind].change(pointer, verdict, **values)
        listed = [values.get(key) for key in ("has", "wants", "keyword")]
        member = str(listed) if kind.endswith(LISTS) else ""
        known = self.found.get((kind, pointer, member))
        if known is None or VERDICTS.index(change.verdict) < VERDICTS.index(known.verdict):
            self.found[kind, pointer, member] = change

    def are_same(self, old: Place, new: Place) -> bool:
        """Whether two objects are known to be equal, with everything that they refer to."""
        return old.value == new.value and self._same.issuperset(references_in(new.value))

    @cached_property
    def _same(self) -> frozenset[str]:
        """References to schemas that are the same in both documents, and to equal components without any."""
        before, after = (dict(_components(root)) for root in self.roots)
        equal = (name for name, it in after.items() if before.get(name) == it and not has_reference(it))
        return frozenset((*equal, *(PREFIX + name for name in self.unchanged)))

    def part(self, place: Place, described: Described) -> Part:
        """A place of a schema; a document without one allows everything."""
        return described.part(place.value if place else True, place.pointer)


def _components(document: Place) -> Iterator[tuple[str, Any]]:
    """The components other than schemas, by the references to them."""
    for section, members in document.get("components").items():
        if section != "schemas":
            yield from ((f"#/components/{section}/{name}", it.value) for name, it in members.items())


def _schemas(document: Document) -> Schemas:
    return Schemas((document.get("components") or {}).get("schemas") or {})
