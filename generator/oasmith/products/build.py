"""The data that the products of one target share. Each part is computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from oasmith.api.contract import compiled_contract
from oasmith.api.fields import Fields
from oasmith.api.model import Api
from oasmith.errors import Problem
from oasmith.names import Identifier, pascal_case, snake_case
from oasmith.reserved import CLIENT_CLASSES
from oasmith.runtime.contract import Contract
from oasmith.structure import Document
from oasmith.workers import Workers

if TYPE_CHECKING:
    from oasmith.changes.since import Since
    from oasmith.products.calls import Call

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Build:
    """One API, the names of its client, and what products compute from them.

    ``templates`` are folders with templates of the user, which override the shipped ones. ``document`` is
    the description in one document, as its author wrote it. ``limitations`` are the parts of the description
    that the client does not support. ``report`` is called with the progress, from 0.0 to 1.0. ``history``
    identifies this target among others, for the results of its earlier runs; it is empty if products must
    not use such results. In ``reused`` they say which they used. ``docs_in_package`` is whether the reference
    is in the client's package as well. ``all_examples`` is whether made requests have files, not only those
    that the description gives. ``since`` is what changed since an older description, if there is one.
    """

    api: Api
    package: Identifier
    client_name: Identifier
    templates: tuple[Path, ...] = ()
    document: Document = field(default_factory=dict)
    limitations: tuple[Problem, ...] = ()
    report: Callable[[float], None] = lambda done: None
    history: str = ""
    workers: Workers = field(default_factory=Workers)
    docs_in_package: bool = False
    all_examples: bool = False
    since: Since | None = None
    reused: list[str] = field(default_factory=list)
    _results: dict[Callable[[Build], Any], Any] = field(default_factory=dict)

    @property
    def contract(self) -> Contract:
        """The request contract, which requests are validated against before they are sent."""
        return self._contract[0]

    @property
    def contract_problems(self) -> list[Problem]:
        """A problem for each operation whose requests cannot be validated."""
        return self._contract[1]

    @property
    def calls(self) -> list[Call]:
        """The sample requests: one for each named example, and one for each operation without examples."""
        return self._calls[0]

    @property
    def call_problems(self) -> list[Problem]:
        """A problem for each operation or example without a sample request."""
        return self._calls[1]

    @cached_property
    def fields(self) -> Fields:
        """The names of the fields of each model."""
        return Fields(self.api.schemas)

    def once(self, function: Callable[[Build], T]) -> T:
        """The result of ``function`` for this build. The function is called only the first time.

        Products use it for results that they share with other products.
        """
        if function not in self._results:
            self._results[function] = function(self)
        return cast(T, self._results[function])

    @cached_property
    def _contract(self) -> tuple[Contract, list[Problem]]:
        return compiled_contract(self.api, self.history)

    @cached_property
    def _calls(self) -> tuple[list[Call], list[Problem]]:
        from oasmith.products.calls import calls  # slow to import

        return calls(self.api, self.contract)


def default_package(api: Api) -> Identifier:
    """The name of the client's package, from the title of the API."""
    return snake_case(f"{api.title} client")


def default_client_name(api: Api) -> Identifier:
    """The name of the client's class, from the title of the API.

    Nothing else in its module has this name, nor in the module of the async client.
    """
    taken = {*CLIENT_CLASSES, *(group.class_name for group in api.groups)}
    names = [pascal_case(f"{api.title} {suffix}") for suffix in ("client", "API client")]
    variants = {name: {f"{prefix}{name}" for prefix in ("", "Async", "Raw", "RawAsync")} for name in names}
    taken |= {f"Async{name}" for name in taken}
    return next((name for name in names if not variants[name] & taken), Identifier(f"{names[-1]}_"))
