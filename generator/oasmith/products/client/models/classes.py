"""Generates Python classes and types from schemas, in parts, with one process per core.

A part has its own schemas and the schemas that they refer to. Base classes, members of unions with a
discriminator, schemas with defaults, and schemas that are not objects are included completely, since they
change the code of a reference. Other objects are reduced to ``type: object``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from oasmith import cache
from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.client.imports import Import
from oasmith.schemas import is_plain_object, uses_of_references
from oasmith.workers import CORES, worker_pool

_PART = 240
"""Approximate number of schemas in a part. It is constant, so that the output is the same everywhere."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The code of a class or type, with the names of those that it uses, its imports and base classes.

    ``has_extras`` says that the class has a type for fields that the description does not name.
    """

    name: str
    text: str
    uses: frozenset[str]
    imports: frozenset[Import]
    bases: frozenset[str]
    has_extras: bool


@dataclass(frozen=True, slots=True)
class Job:
    """One part: its schemas, and the module of each of its own schemas.

    By schema, ``fields`` has the Python names of the properties, ``server_set`` the properties that are
    required in responses only, ``tags`` the values of properties that are set automatically, and
    ``bases`` the base class if it is not ``Model``.
    """

    schemas: Mapping[str, Any]
    modules: Mapping[str, str]
    fields: Mapping[str, Mapping[str, Identifier]]
    server_set: Mapping[str, frozenset[str]]
    tags: Mapping[str, Mapping[str, str]]
    bases: Mapping[str, str]


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
    """Generate the classes of typed schemas: the statements of each module, in the order of the schemas.

    ``modules`` has the module of each schema. ``fields``, ``server_set``, ``tags`` and ``bases`` are
    described at ``Job``.
    """
    jobs = [
        Job(
            part,
            own,
            {name: fields[name] for name in part},
            {name: server_set[name] for name in part if server_set.get(name)},
            {name: tags[name] for name in part if name in tags},
            {name: bases[name] for name in part if name in bases},
        )
        for part, own in _parts(schemas, modules)
    ]
    found: dict[str, list[Statement]] = {module: [] for module in modules.values()}
    parts = _with_cache(jobs, build) if build.use_cache else _all(jobs)
    for number, part in enumerate(parts, 1):
        build.report(number / len(jobs))
        for module, statements in part.items():
            found[module] += statements
    return found


def _with_cache(jobs: Sequence[Job], build: Build) -> Iterator[Part]:
    """The statements of each part, from the cache where an earlier run had the same part."""
    keys = [cache.key_of("models", *(getattr(job, field.name) for field in fields(job))) for job in jobs]
    known = [cache.find(key) for key in keys]
    new = _all([job for job, found in zip(jobs, known, strict=True) if found is None])
    count = sum(found is not None for found in known)
    if count:
        build.reused.append(f"{count} of {len(jobs)} parts of the models")
    for key, found in zip(keys, known, strict=True):
        if found is None:
            part = next(new)
            cache.keep(key, _to_json(part))
            yield part
        else:
            yield _from_json(found)


def _to_json(part: Part) -> Any:
    return {
        module: [
            [it.name, it.text, sorted(it.uses), sorted(it.imports), sorted(it.bases), it.has_extras]
            for it in statements
        ]
        for module, statements in part.items()
    }


def _from_json(part: Any) -> Part:
    return {
        module: [
            Statement(
                name,
                text,
                frozenset(uses),
                frozenset(Import(*it) for it in imports),
                frozenset(bases),
                has_extras,
            )
            for name, text, uses, imports, bases, has_extras in statements
        ]
        for module, statements in part.items()
    }


def _all(jobs: Sequence[Job]) -> Iterator[Part]:
    workers = min(CORES, len(jobs))
    if workers < 2:
        yield from map(_classes, jobs)
        return
    with worker_pool(workers) as pool:
        yield from pool.map(_classes, jobs)


def _parts(
    schemas: Mapping[str, Any], modules: Mapping[str, str]
) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Split the schemas into parts of whole modules: the schemas of a part, and its own modules."""
    names_by_module: dict[str, list[str]] = {}
    for name, module in modules.items():
        names_by_module.setdefault(module, []).append(name)
    own: list[str] = []
    for position, names in enumerate(names_by_module.values(), 1):
        own += names
        if len(own) >= _PART or position == len(names_by_module):
            yield _known_to(own, schemas), {name: modules[name] for name in own}
            own = []


def _known_to(own: Sequence[str], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The own schemas of a part and the schemas that they refer to, reduced as far as possible."""
    known = {name: schemas[name] for name in own}
    whole = set(own)
    valued: set[str] = set()
    queue = list(own)
    while queue:
        name = queue.pop()
        for reference, is_needed_whole, has_value in uses_of_references(known[name]):
            if reference not in schemas:
                continue
            has_value = has_value or (name in valued and name not in own)
            is_whole = is_needed_whole or has_value or not is_plain_object(schemas[reference])
            is_new = (is_whole and reference not in whole) or reference not in known
            if is_new or (has_value and reference not in valued):
                known[reference] = schemas[reference] if is_whole else {"type": "object"}
                whole |= {reference} if is_whole else set()
                valued |= {reference} if has_value else set()
                queue.append(reference)
    return {name: known[name] for name in schemas if name in known}


def _classes(job: Job) -> Part:
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
