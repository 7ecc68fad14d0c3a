"""The models of a client: a class or type for each schema of the Api."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from oasmith.api.fields import Fields
from oasmith.api.model import Api
from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.client.imports import Import, import_lines
from oasmith.products.client.models.aliases import for_type_checkers, recursive_aliases
from oasmith.products.client.models.classes import begin_classes
from oasmith.products.client.models.discriminators import with_tag
from oasmith.products.client.models.layout import circles, layout
from oasmith.products.client.models.statements import Statement
from oasmith.products.client.models.typed import BASE_MODULE, typed
from oasmith.products.file import File
from oasmith.products.templating import python_environment, render
from oasmith.quoting import Code
from oasmith.schemas import (
    READ_ONLY,
    WRITE_ONLY,
    Schema,
    Tag,
    has_union_of,
    is_union,
    own_tags,
    references,
    settled,
    with_constants,
    with_defaults_in_properties,
    without_discriminators,
)

_HEADER = '"""The objects of the API, as the description has them."""'


@dataclass(frozen=True, slots=True)
class Models:
    """The files of the models.

    ``base_names`` are the names that they import from ``_base.py``. ``extends_others`` says whether any class
    extends a class of the description, ``has_extras`` whether any has a type for fields without a name.
    """

    files: list[File]
    base_names: frozenset[str] = frozenset()
    extends_others: bool = False
    has_extras: bool = False


def begin_models(build: Build) -> Callable[[], Models]:
    """Begin to generate the models; returns a function that waits for them.

    They are in ``models.py``, or in the files of the package ``models`` for a big API.
    """
    api = build.api
    if not api.schemas:
        return lambda: Models([File(f"{build.package}/models.py", f"{_HEADER}\n")])
    directed, server_set = _with_directions(api)
    schemas, tags = without_discriminators({name: typed(schema) for name, schema in directed.items()})
    unsent = {name: api.schemas.one_way(schema, READ_ONLY) for name, schema in api.schemas.items()}
    schemas = with_constants(with_defaults_in_properties(settled(schemas)), unsent)
    modules = layout({name: set(references(schema)) for name, schema in schemas.items()}, _roots(api))
    known = Fields(api.schemas)
    fields = {name: known.of(name) for name in schemas}
    bases = base_classes(api)
    classes = begin_classes(schemas, modules, fields, server_set, own_tags(api.schemas), bases, build)
    return cache(lambda: _models(build, modules, _final(classes(), tags, fields)))


def _final(
    statements_by_module: Mapping[str, list[Statement]],
    tags: Mapping[str, Tag],
    fields: Mapping[str, Mapping[str, str]],
) -> dict[str, list[Statement]]:
    """The statements with the tags of unions, and with types that contain themselves."""
    result = {
        module: [
            with_tag(statement, tags[statement.name], fields) if statement.name in tags else statement
            for statement in statements
        ]
        for module, statements in statements_by_module.items()
    }
    recursive = recursive_aliases(chain.from_iterable(result.values()))
    return {
        module: [
            for_type_checkers(statement) if statement.name in recursive else statement
            for statement in statements
        ]
        for module, statements in result.items()
    }


def _models(
    build: Build, modules: Mapping[str, str], statements_by_module: Mapping[str, Sequence[Statement]]
) -> Models:
    every = list(chain.from_iterable(statements_by_module.values()))
    base_names = frozenset(
        it.name for statement in every for it in statement.imports if it.module == BASE_MODULE
    )
    files = _files(build, modules, statements_by_module)
    extends_others = any(statement.bases for statement in every)
    return Models(files, base_names, extends_others, any(statement.has_extras for statement in every))


def _files(
    build: Build, modules: Mapping[str, str], statements_by_module: Mapping[str, Sequence[Statement]]
) -> list[File]:
    folder = build.package
    if set(modules.values()) == {""}:
        return [File(f"{folder}/models.py", _module(_HEADER, statements_by_module[""], {}, "."))]
    public = {statement.name: module for module, all_ in statements_by_module.items() for statement in all_}
    bases: frozenset[str] = frozenset().union(
        *(statement.bases for all_ in statements_by_module.values() for statement in all_)
    )
    files = [
        File(
            f"{folder}/models/{module}.py",
            _module(f'"""{statements[0].name}, and what only it needs."""', statements, public, "..", bases),
        )
        for module, statements in statements_by_module.items()
        if statements
    ]
    modules_by_name = [(Identifier(name), Code(module)) for name, module in sorted(public.items())]
    text = render(python_environment(build.templates), "client/models.py.jinja", modules=modules_by_name)
    return [*files, File(f"{folder}/models/__init__.py", text)]


def base_classes(api: Api) -> dict[str, str]:
    """The base class of each schema that has rules, or a union that can contain the schema itself."""
    checked = {rule.schema_name for rule in api.rules if rule.enforced_by == "client"}
    referred = {name: set(references(schema)) for name, schema in api.schemas.items()}
    recursive = {
        name
        for circle in circles(referred)
        if any(has_union_of(api.schemas[name], circle) for name in circle)
        for name in circle
        if not is_union(api.schemas[name])
    }
    return {
        name: f"{'Recursive' * (name in recursive)}{'Checked' * (name in checked)}Model"
        for name in sorted(checked | recursive)
    }


def _roots(api: Api) -> Iterator[str]:
    """The schemas that operations and events refer to."""
    for schema in (*api.sent_schemas(), *api.received_schemas()):
        yield from references(schema)


def _with_directions(api: Api) -> tuple[dict[str, Schema], dict[str, frozenset[str]]]:
    """The schemas for models, and the properties of each that only the server sets.

    One class is used for requests and responses, so that you can change a response and send it back. For
    such a class, a required ``readOnly`` property becomes a field of its plain type with a default that is
    never sent: you need not pass it, and you can read it without a check for None. In a class for requests
    only it is optional, in a class for responses only it is required. ``writeOnly`` properties are optional
    if a class is used for responses.
    """
    view = api.schemas
    sent, received = view.reachable(api.sent_schemas()), view.reachable(api.received_schemas())
    result, server_set = dict(view), {}
    for name in view:
        if name in received:
            result[name] = view.without_demands(view[name], WRITE_ONLY)
            if name in sent:
                demanded = view.one_way(view[name], READ_ONLY) & view.required(view[name])
                server_set[name] = frozenset(demanded)
        elif name in sent:
            result[name] = view.without_demands(view[name], READ_ONLY)
    return result, server_set


def _module(
    header: str,
    statements: Sequence[Statement],
    modules: Mapping[str, str],
    base: str,
    bases: frozenset[str] = frozenset(),
) -> str:
    """The code of a module with statements and the imports that they need.

    ``header`` is its docstring, ``modules`` has the modules of classes in other modules, ``base`` is the
    relative name of the client's package. ``bases`` are the names of classes that have subclasses.
    """
    own = {statement.name for statement in statements}
    used = {name for statement in statements for name in statement.uses} - own
    imports = {Import("__future__", "annotations")}
    imports |= {Import(f".{modules[name]}", name) for name in used if name in modules}
    imports |= {
        needed._replace(module=f"{base}_base") if needed.module == BASE_MODULE else needed
        for statement in statements
        for needed in statement.imports
    }
    blocks = [statement.text for statement in statements]
    if _is_ahead_of_fields(statements, bases):
        # Subclasses in other modules inherit the fields and could not find types that follow a class here.
        blocks.append(
            "\n".join(
                f"{statement.name}.model_rebuild()" for statement in statements if statement.name in bases
            )
        )
    head = "\n".join([header, *import_lines(imports)])
    # black writes two blank lines after imports only before a class; ruff leaves them before anything.
    gap = "\n\n\n" if blocks and blocks[0].startswith(("class", "@")) else "\n\n"
    return head + gap + "\n\n\n".join(blocks) + "\n"


def _is_ahead_of_fields(statements: Sequence[Statement], bases: frozenset[str]) -> bool:
    """Whether a class that has subclasses uses a type that is defined after it."""
    later = {statement.name for statement in statements}
    for statement in statements:
        later.discard(statement.name)
        if statement.name in bases and later & statement.uses:
            return True
    return False
