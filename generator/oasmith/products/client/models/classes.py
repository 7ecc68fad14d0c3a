"""Generates Python classes and types from schemas with datamodel-code-generator.

Most schemas describe an object by its properties. Their classes are put together from the code of their
fields, and each type of field is generated once. Other schemas are generated completely, in parts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields as attributes
from itertools import chain
from typing import Any, TypeVar

from oasmith import cache
from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.client.models.fields import Codes, FieldClasses, consists_of_fields, jobs_of
from oasmith.products.client.models.references import REDUCED, References
from oasmith.products.client.models.statements import FieldCode, Job, Statement
from oasmith.workers import CORES, worker_pool

_PART = 60
"""Approximate number of schemas in a part. It is constant, so that the output is the same everywhere."""
_TIMES = {"date", "datetime", "time"}

T = TypeVar("T")
Part = dict[str, list[Statement]]
"""The statements of a part, by module."""


def classes(
    schemas: Mapping[str, Any],
    modules: Mapping[str, str],
    fields: Mapping[str, Mapping[str, Identifier]],
    server_set: Mapping[str, frozenset[str]],
    tags: Mapping[str, Mapping[str, str]],
    bases: Mapping[str, str],
    build: Build,
) -> dict[str, list[Statement]]:
    """Generate the classes of typed schemas: the statements of each module.

    They are in the order of their names, but for base classes and members of types, which come first.
    ``modules`` has the module of each schema. ``fields``, ``server_set``, ``tags`` and ``bases`` are
    described at ``Job``.
    """
    hidden = frozenset(_TIMES.intersection(chain.from_iterable(it.values() for it in fields.values())))
    simple = [name for name in modules if consists_of_fields(schemas[name])]
    of_fields = FieldClasses(schemas, simple, fields, server_set, tags, bases, hidden)
    composed = {it.name: it for it in of_fields.statements(_codes(of_fields, build))}
    jobs = [
        Job(
            part,
            own,
            {name: fields[name] for name in part},
            {name: server_set[name] for name in part if server_set.get(name)},
            {name: tags[name] for name in part if name in tags},
            {name: bases[name] for name in part if name in bases},
            hidden,
        )
        for part, own in _parts(schemas, modules, composed.keys())
    ]
    found: dict[str, list[Statement]] = {module: [] for module in modules.values()}
    for part in _completely(jobs, build):
        for module, statements in part.items():
            found[module] += [composed.get(statement.name, statement) for statement in statements]
    in_parts = set(chain.from_iterable(job.modules for job in jobs))
    for name in sorted(composed.keys() - in_parts):
        found[modules[name]].append(composed[name])
    return found


def _codes(of_fields: FieldClasses, build: Build) -> Codes:
    """The code of each type of field, from the cache where an earlier run of the same client had it."""
    key = cache.key_of("fields", build.package)
    known = (cache.find(key) or {}) if build.use_cache else {}
    codes = {it: known[it] and FieldCode.from_json(known[it]) for it in of_fields.types if it in known}
    if codes:
        build.reused.append(f"{len(codes):,} of {len(of_fields.types):,} types of fields")
    new = {it: type_ for it, type_ in of_fields.types.items() if it not in codes}
    for done in _all(_field_codes, list(jobs_of(new)), build):
        codes |= done
    if build.use_cache and codes.keys() != known.keys():
        cache.keep(key, {it: code and code.to_json() for it, code in codes.items()})
    return codes


def _field_codes(job: Job) -> dict[str, FieldCode | None]:
    """The code of the fields of a job by the keys of their types."""
    from oasmith.products.client.models.codegen import field_codes  # slow to import

    return dict(field_codes(job))


def _completely(jobs: Sequence[Job], build: Build) -> Iterator[Part]:
    """The statements of each part, from the cache where an earlier run had the same part."""
    if not build.use_cache:
        yield from _all(_statements, jobs, build)
        return
    keys = [cache.key_of("models", *(getattr(job, it.name) for it in attributes(job))) for job in jobs]
    known = [cache.find(key) for key in keys]
    new = _all(_statements, [job for job, found in zip(jobs, known, strict=True) if found is None], build)
    count = sum(found is not None for found in known)
    if count:
        build.reused.append(f"{count} of {len(jobs)} parts of the models")
    for key, found in zip(keys, known, strict=True):
        if found is None:
            part = next(new)
            cache.keep(key, {module: [it.to_json() for it in own] for module, own in part.items()})
            yield part
        else:
            yield {module: [Statement.from_json(it) for it in own] for module, own in found.items()}


def _all(function: Callable[[Job], T], jobs: Sequence[Job], build: Build) -> Iterator[T]:
    """The results of a function for jobs, with one process per core."""
    workers = min(CORES, len(jobs))
    if workers < 2:
        yield from map(function, jobs)
        return
    with worker_pool(workers) as pool:
        for number, result in enumerate(pool.map(function, jobs), 1):
            build.report(number / len(jobs))
            yield result


def _parts(
    schemas: Mapping[str, Any], modules: Mapping[str, str], composed: Collection[str]
) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Split the schemas into parts of complete modules: the schemas of a part, and its own modules.

    Modules of ``composed`` schemas only are in no part. In other modules such schemas are reduced: they are
    there because the order of all classes depends on them.
    """
    references = References(schemas)
    positions = {name: position for position, name in enumerate(schemas)}
    names_by_module: dict[str, list[str]] = {}
    for name, module in modules.items():
        names_by_module.setdefault(module, []).append(name)
    chosen = [names for names in names_by_module.values() if not all(name in composed for name in names)]
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
