"""The models of a client: one class or type for every schema of the Api."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from oasmith.api.fields import Fields
from oasmith.api.model import Api
from oasmith.api.schemas import Schema
from oasmith.emitting.classes import PREFIX, Classes, Statement, classes
from oasmith.emitting.discriminators import with_tags
from oasmith.emitting.file import File
from oasmith.emitting.inheritance import settled
from oasmith.emitting.layout import layout
from oasmith.emitting.templating import Code, python_environment, render
from oasmith.emitting.typed import BASE_MODULE, typed
from oasmith.names import Identifier, import_order
from oasmith.reading.structure import walk

_HEADER = '"""The objects of the API, as the description has them."""'


def emit_models(
    api: Api,
    folder: str,
    report: Callable[[float], None] = lambda done: None,
    templates: tuple[Path, ...] = (),
) -> list[File]:
    """``models.py``, or for a big API the package ``models``, in the order of the description.

    ``report`` is told how much is done, from 0.0 to 1.0.
    """
    if not api.schemas:
        return [File(f"{folder}/models.py", f"{_HEADER}\n")]
    tagged = with_tags({name: typed(schema) for name, schema in _with_directions(api).items()})
    schemas = settled(tagged)
    homes = layout({name: set(_referred(schema)) for name, schema in schemas.items()}, _roots(api))
    checked = frozenset(rule.schema_name for rule in api.rules if rule.enforced_by == "client")
    found = classes(schemas, homes, _aliases(tagged) | _aliases(api.schemas), checked, report)
    public = {statement.name: module for module, all_ in found.modules.items() for statement in all_}
    if set(homes.values()) == {""}:
        return [File(f"{folder}/models.py", _module(_HEADER, found.modules[""], found, {}, "."))]
    bases: frozenset[str] = frozenset().union(
        *(statement.bases for all_ in found.modules.values() for statement in all_)
    )
    files = [
        File(
            f"{folder}/models/{module}.py",
            _module(
                f'"""{statements[0].name}, and what only it needs."""', statements, found, public, "..", bases
            ),
        )
        for module, statements in found.modules.items()
        if statements
    ]
    homes_by_name = [(Identifier(name), Code(module)) for name, module in sorted(public.items())]
    text = render(python_environment(templates), "client/models.py.jinja", {"homes": homes_by_name})
    return [*files, File(f"{folder}/models/__init__.py", text)]


def _referred(schema: Any) -> Iterator[str]:
    for place in walk("schema", schema):
        if isinstance(place.node, Mapping) and isinstance(place.node.get("$ref"), str):
            yield place.node["$ref"].removeprefix(PREFIX)


def _roots(api: Api) -> Iterator[str]:
    """The schemas that operations and events refer to."""
    for schema in (*_sent(api), *_received(api)):
        yield from _referred(schema)


def _sent(api: Api) -> Iterator[Schema]:
    for operation in api.operations:
        yield from (parameter.schema for parameter in operation.parameters)
        yield from (content.schema for content in (operation.body.contents if operation.body else ()))


def _received(api: Api) -> Iterator[Schema]:
    for operation in api.operations:
        for response in operation.responses:
            yield from (content.schema for content in response.contents)
            yield from (header.schema for header in response.headers)
    for event in api.events:
        yield from (content.schema for content in (event.body.contents if event.body else ()))


def _with_directions(api: Api) -> dict[str, Schema]:
    """The schemas; what is only read need not be given to be sent, nor what is only written be received."""
    result, view = dict(api.schemas), api.schemas
    for keyword, roots in (("readOnly", _sent(api)), ("writeOnly", _received(api))):
        for name in _reachable(roots, api.schemas):
            result[name] = view.without_demands(result[name], keyword)
    return result


def _reachable(roots: Iterable[Schema], schemas: Mapping[str, Schema]) -> set[str]:
    found: set[str] = set()
    queue = list(roots)
    while queue:
        names = {name for name in _referred(queue.pop()) if name in schemas} - found
        found |= names
        queue += (schemas[name] for name in names)
    return found


def _aliases(schemas: Mapping[str, Schema]) -> dict[str, str]:
    """``Schema.wireName`` to the Python name of the field, where that is another."""
    fields = Fields(schemas)
    return {
        f"{name}.{wire_name}": str(field)
        for name in schemas
        for wire_name, field in fields.of(name).items()
        if field != wire_name
    }


def _module(
    header: str,
    statements: Sequence[Statement],
    found: Classes,
    homes: Mapping[str, str],
    base: str,
    bases: frozenset[str] = frozenset(),
) -> str:
    """Statements as a module, with the imports that they need in the usual order."""
    own = {statement.name for statement in statements}
    used = sorted({name for statement in statements for name in statement.uses} - own)
    modules: dict[str, list[str]] = {"__future__": ["annotations"]}
    for name in used:
        if name in homes:
            modules.setdefault(f".{homes[name]}", []).append(name)
        elif name in found.imports:
            module = found.imports[name]
            modules.setdefault(f"{base}_base" if module == BASE_MODULE else module, []).append(name)
        elif name == "_date":
            modules.setdefault("datetime", []).append("date as _date")
    lines = [header]
    group = -1
    for order, module in sorted((_group(module), module) for module in modules):
        names = ", ".join(sorted(modules[module], key=import_order))
        lines += [""] * (order != group) + [f"from {module} import {names}"]
        group = order
    blocks = ["\n".join(lines), *(statement.text for statement in statements)]
    if _is_ahead_of_fields(statements, bases):
        # Subclasses in other modules take their fields over, and could not find what follows a class here.
        blocks.append(
            "\n".join(
                f"{statement.name}.model_rebuild()" for statement in statements if statement.name in bases
            )
        )
    return "\n\n\n".join(blocks) + "\n"


def _is_ahead_of_fields(statements: Sequence[Statement], bases: frozenset[str]) -> bool:
    """Whether a class that has subclasses uses what follows it."""
    later = {statement.name for statement in statements}
    for statement in statements:
        later.discard(statement.name)
        if statement.name in bases and later & statement.uses:
            return True
    return False


def _group(module: str) -> int:
    if module == "__future__":
        return 0
    if module.startswith("."):
        return 3
    return 2 if module.split(".")[0] in ("pydantic", "typing_extensions") else 1
