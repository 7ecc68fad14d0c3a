"""Generates Python classes and types from schemas with datamodel-code-generator.

Most schemas describe an object by its properties. Their classes are put together from the code of their
fields, and each type of field is generated once. Other schemas are generated completely, in parts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields as attributes
from itertools import chain
from typing import Any

from oasmith import cache
from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.client.models.common import shipped_codes
from oasmith.products.client.models.fields import Codes, FieldClasses, is_simple, jobs_of
from oasmith.products.client.models.references import REDUCED, References
from oasmith.products.client.models.statements import FieldCode, Job, Statement

_PART = 60
"""Approximate number of schemas in a part. It is constant, so that the output is the same everywhere."""
_TIMES = {"date", "datetime", "time"}

Part = dict[str, list[Statement]]
"""The statements of a part, by module."""


def begin_classes(
    schemas: Mapping[str, Any],
    modules: Mapping[str, str],
    fields: Mapping[str, Mapping[str, Identifier]],
    server_set: Mapping[str, frozenset[str]],
    tags: Mapping[str, Mapping[str, str]],
    bases: Mapping[str, str],
    build: Build,
) -> Callable[[], dict[str, list[Statement]]]:
    """Begin to generate the classes of typed schemas; returns a function that waits for them.

    It returns the statements of each module, in the order of their names, but for base classes and members
    of types, which come first. ``modules`` has the module of each schema. ``fields``, ``server_set``,
    ``tags`` and ``bases`` are described at ``Job``.
    """
    hidden = frozenset(_TIMES.intersection(chain.from_iterable(it.values() for it in fields.values())))
    simple = [name for name in modules if is_simple(schemas[name])]
    of_fields = FieldClasses(schemas, simple, fields, server_set, tags, bases, hidden)

    def jobs(composed: Collection[str]) -> list[Job]:
        """The jobs for all schemas but those that are composed."""
        return [
            Job(
                part,
                own,
                {name: fields[name] for name in part if part[name] != REDUCED},
                {name: server_set[name] for name in part if server_set.get(name) and part[name] != REDUCED},
                {name: tags[name] for name in part if name in tags and part[name] != REDUCED},
                {name: bases[name] for name in part if name in bases},
                hidden,
            )
            for part, own in _parts(schemas, modules, composed)
        ]

    def finish() -> dict[str, list[Statement]]:
        composed = {it.name: it for it in of_fields.statements(codes())}
        found: dict[str, list[Statement]] = {module: [] for module in modules.values()}
        is_as_expected = len(composed) == len(simple)
        for part in (parts if is_as_expected else _begin_parts(jobs(composed.keys()), build))():
            for module, statements in part.items():
                found[module] += [composed.get(statement.name, statement) for statement in statements]
        for name in sorted(composed):
            if all(other in composed for other in names_by_module[modules[name]]):
                found[modules[name]].append(composed[name])
        return found

    names_by_module = _names_by_module(modules)
    codes = _begin_codes(of_fields, build)
    parts = _begin_parts(jobs(set(simple)), build)
    return finish


def _begin_codes(of_fields: FieldClasses, build: Build) -> Callable[[], Codes]:
    """Begin to generate the code of each type of field that no earlier run of this target had."""
    key = cache.key_of("fields", build.history)
    known = (cache.find(key) or {}) if build.history else {}
    codes = {it: code and FieldCode.from_json(code) for it, code in known.items() if it in of_fields.types}
    if codes:
        build.reused.append(f"{len(codes):,} of {len(of_fields.types):,} types of fields")
    shipped = {it: code for it, code in shipped_codes().items() if it in of_fields.types}
    codes |= shipped
    jobs = list(jobs_of({it: of for it, of in of_fields.types.items() if it not in codes}))
    results = build.workers.results(_field_codes, jobs)

    def finish() -> Codes:
        for number, result in enumerate(results, 1):
            build.report(number / len(jobs))
            codes.update(result)
        if build.history and codes.keys() != known.keys():
            cache.keep(key, {it: code and code.to_json() for it, code in codes.items()})
        return codes

    return finish


def _field_codes(job: Job) -> dict[str, FieldCode | None]:
    """The code of the fields of a job by the keys of their types."""
    from oasmith.products.client.models.codegen import field_codes  # slow to import

    return dict(field_codes(job))


def _begin_parts(jobs: Sequence[Job], build: Build) -> Callable[[], Iterator[Part]]:
    """Begin to generate the parts that no earlier run had."""
    keys = [cache.key_of("models", *(getattr(job, it.name) for it in attributes(job))) for job in jobs]
    known = [cache.find(key) if build.history else None for key in keys]
    count = sum(found is not None for found in known)
    if count:
        build.reused.append(f"{count} of {len(jobs)} parts of the models")
    new = [job for job, found in zip(jobs, known, strict=True) if found is None]
    results = build.workers.results(_statements, new)

    def finish() -> Iterator[Part]:
        for key, found in zip(keys, known, strict=True):
            if found is None:
                part = next(results)
                if build.history:
                    cache.keep(key, {module: [it.to_json() for it in own] for module, own in part.items()})
                yield part
            else:
                yield {module: [Statement.from_json(it) for it in own] for module, own in found.items()}

    return finish


def _parts(
    schemas: Mapping[str, Any], modules: Mapping[str, str], composed: Collection[str]
) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Split the schemas into parts of complete modules: the schemas of a part, and its own modules.

    Modules of ``composed`` schemas only are in no part. In other modules such schemas are reduced: they are
    there because the order of all classes depends on them.
    """
    references = References(schemas)
    positions = {name: position for position, name in enumerate(schemas)}
    chosen = [
        names for names in _names_by_module(modules).values() if not all(name in composed for name in names)
    ]
    own: list[str] = []
    for position, names in enumerate(chosen, 1):
        own += names
        if len(own) >= _PART or position == len(chosen):
            known = references.known_to({name: schemas[name] for name in own if name not in composed})
            part = dict.fromkeys(own, REDUCED) | known
            yield (
                {name: part[name] for name in sorted(part, key=positions.__getitem__)},
                {name: modules[name] for name in own},
            )
            own = []


def _names_by_module(modules: Mapping[str, str]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for name, module in modules.items():
        names.setdefault(module, []).append(name)
    return names


def _statements(job: Job) -> Part:
    """The statements of a part, by module."""
    from oasmith.products.client.models.codegen import statements  # slow to import

    found = list(statements(job))
    modules = dict(job.modules)
    by_name = {statement.name: statement for statement in found}
    for statement in found:
        # A type that the parser added belongs to the module of the statement that uses it.
        for name in statement.uses if statement.name in modules else ():
            _adopt(name, modules[statement.name], modules, job.schemas, by_name)
    by_module: Part = {}
    for statement in found:
        if statement.name in modules:
            by_module.setdefault(modules[statement.name], []).append(statement)
    return by_module


def _adopt(
    name: str,
    module: str,
    modules: dict[str, str],
    known: Mapping[str, Any],
    statements: Mapping[str, Statement],
) -> None:
    if name in statements and name not in known and name not in modules:
        modules[name] = module
        for used in statements[name].uses:
            _adopt(used, module, modules, known, statements)
