"""Schemas to Python classes and types, by datamodel-code-generator.

It is given a big API in parts, on all cores. A part holds its own schemas, and of the others that
they refer to as much as bears on how a reference is written: what is inherited from, told apart by a
discriminator, or no object at all; of any other object only that it is one.
"""

from __future__ import annotations

import ast
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from oasmith.emitting.typed import BASE_MODULE
from oasmith.reading.structure import map_schemas, walk
from oasmith.workers import worker_pool

PREFIX = "#/components/schemas/"
_PART = 240
"""About how many schemas there are in a part. It does not depend on the machine: neither does the output."""
_IMPORT = re.compile(r"^from (\S+) import (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A class or type as text, the names that the text uses, and the bases of a class."""

    name: str
    text: str
    uses: frozenset[str]
    bases: frozenset[str]


@dataclass(frozen=True, slots=True)
class Classes:
    """Everything that came of the schemas: by module the statements in their order, and imports by name."""

    modules: Mapping[str, Sequence[Statement]]
    imports: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Job:
    """One part: the document's schemas, the modules that its own ones are for, and how fields are called."""

    schemas: Mapping[str, Any]
    homes: Mapping[str, str]
    aliases: Mapping[str, str]
    checked: frozenset[str]


def classes(
    schemas: Mapping[str, Any],
    homes: Mapping[str, str],
    aliases: Mapping[str, str],
    checked: frozenset[str],
    report: Callable[[float], None],
) -> Classes:
    """The classes of typed schemas.

    ``homes`` is the module for each schema, ``aliases`` maps ``Schema.wireName`` to a field's Python
    name where it differs, ``checked`` names the schemas with rules, ``report`` is told how much is done.
    """
    jobs = [_Job(part, own, aliases, checked) for part, own in _parts(schemas, homes)]
    found: dict[str, list[Statement]] = {}
    imports: dict[str, str] = {}
    for number, (part, used) in enumerate(_all(jobs), 1):
        report(number / len(jobs))
        for module, statements in part.items():
            found.setdefault(module, []).extend(statements)
        imports |= used
    order = dict.fromkeys(homes.values())
    return Classes({module: found.get(module, []) for module in order}, imports)


_Part = tuple[dict[str, list[Statement]], dict[str, str]]


def _all(jobs: Sequence[_Job]) -> Iterator[_Part]:
    workers = min(os.cpu_count() or 1, len(jobs))
    if workers < 2:
        yield from map(_classes, jobs)
        return
    with worker_pool(workers) as pool:
        yield from pool.map(_classes, jobs)


def _parts(
    schemas: Mapping[str, Any], homes: Mapping[str, str]
) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Modules by the part, whole ones, with the schemas that a part has to know."""
    modules: dict[str, list[str]] = {}
    for name, module in homes.items():
        modules.setdefault(module, []).append(name)
    own: list[str] = []
    for position, names in enumerate(modules.values(), 1):
        own += names
        if len(own) >= _PART or position == len(modules):
            yield _known_to(own, schemas), {name: homes[name] for name in own}
            own = []


def _known_to(own: Sequence[str], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The own schemas, and of the others that they refer to as much as matters."""
    known = {name: schemas[name] for name in own}
    whole = set(own)
    queue = list(own)
    while queue:
        name = queue.pop()
        for reference, is_needed_whole in _references(known[name]):
            is_whole = is_needed_whole or not _is_plain_object(schemas.get(reference))
            if reference in schemas and reference not in whole and (is_whole or reference not in known):
                known[reference] = schemas[reference] if is_whole else {"type": "object"}
                whole |= {reference} if is_whole else set()
                queue.append(reference)
    return {name: known[name] for name in schemas if name in known}


def _references(schema: Any) -> Iterator[tuple[str, bool]]:
    """The names that a schema refers to, and whether that is to inherit or to tell apart."""
    for place in walk("schema", schema):
        node = place.node
        if isinstance(node, Mapping):
            if isinstance(node.get("$ref"), str):
                is_parent = len(place.parts) > 1 and place.parts[-2] == "allOf"
                yield node["$ref"].removeprefix(PREFIX), is_parent
            if "discriminator" in node:
                for member in (*node.get("oneOf", ()), *node.get("anyOf", ())):
                    if isinstance(member, Mapping) and isinstance(member.get("$ref"), str):
                        yield member["$ref"].removeprefix(PREFIX), True


def _is_plain_object(schema: Any) -> bool:
    return (
        isinstance(schema, Mapping)
        and schema.get("type", "object") == "object"
        and bool({"type", "properties"} & schema.keys())
        and not {"$ref", "allOf", "anyOf", "oneOf", "additionalProperties", "patternProperties"}
        & schema.keys()
    )


def _classes(job: _Job) -> _Part:
    text = _with_validated_defaults(_tidied(_generated(job)))
    imports = {"Field": "pydantic"}
    imports |= {name: module for module, names in _IMPORT.findall(text) for name in re.split(r",\s*", names)}
    statements = list(_statements(text))
    homes = dict(job.homes)
    for statement in statements:
        # What it made up belongs to whatever uses it.
        for name in statement.uses if statement.name in homes else ():
            _adopt(name, homes[statement.name], homes, job.schemas, {s.name: s for s in statements})
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.name in homes:
            found.setdefault(homes[statement.name], []).append(statement)
    return found, imports


def _adopt(
    name: str,
    module: str,
    homes: dict[str, str],
    known: Mapping[str, Any],
    statements: Mapping[str, Statement],
) -> None:
    if name in statements and name not in known and name not in homes:
        homes[name] = module
        for used in statements[name].uses:
            _adopt(used, module, homes, known, statements)


def _tidied(text: str) -> str:
    """The text without what nobody asked for: pydantic knows what ``Upload`` is."""
    text = text.replace("    model_config = ConfigDict(\n        arbitrary_types_allowed=True,\n    )\n", "")
    return text.replace("date_aliased", "_date")


def _with_validated_defaults(text: str) -> str:
    """Fields whose default is JSON for a class or a date say so to pydantic, and thereby to type checkers."""
    lines = text.split("\n")
    classes = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    fields = [node for class_ in classes for node in class_.body if isinstance(node, ast.AnnAssign)]
    for field in fields:
        if field.value is not None and _is_raw(field.value, field.annotation) and field.end_lineno:
            lines[field.lineno - 1] = (
                f"    {ast.unparse(field.target)}: {_without_validate_default(field.annotation)}"
                f" = Field(default={ast.unparse(field.value)}, validate_default=True)"
            )
            lines[field.lineno : field.end_lineno] = [""] * (field.end_lineno - field.lineno)
    return "\n".join(lines)


def _is_raw(value: ast.expr, annotation: ast.expr) -> bool:
    inner = list(ast.walk(value))
    is_date = not _DATES.isdisjoint(_names(annotation))
    texts = any(isinstance(node, ast.Constant) and isinstance(node.value, str) for node in inner)
    return any(isinstance(node, ast.Dict) and node.keys for node in inner) or (is_date and texts)


_DATES = {"date", "_date", "datetime", "AwareDatetime"}


def _without_validate_default(annotation: ast.expr) -> str:
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Annotated":
        assert isinstance(annotation.slice, ast.Tuple), "Annotated has a type and what is said of it"
        kind, field = annotation.slice.elts
        assert isinstance(field, ast.Call), "that is a Field"
        field.keywords = [keyword for keyword in field.keywords if keyword.arg != "validate_default"]
        if not field.keywords and not field.args:
            return ast.unparse(kind)
    return ast.unparse(annotation)


def _statements(text: str) -> Iterator[Statement]:
    lines = text.split("\n")
    for node in ast.parse(text).body:
        name = _defined(node)
        if name is not None and node.end_lineno is not None:
            decorators = node.decorator_list if isinstance(node, ast.ClassDef) else []
            first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
            source = "\n".join(lines[first - 1 : node.end_lineno])
            bases = [base.id for base in getattr(node, "bases", ()) if isinstance(base, ast.Name)]
            yield Statement(name, source, frozenset(_names(node)) - {name}, frozenset(bases))


def _defined(node: ast.stmt) -> str | None:
    if isinstance(node, ast.ClassDef):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    return target.id if isinstance(target, ast.Name) else None


def _names(node: ast.AST) -> Iterator[str]:
    """The names in code, also in types that are written as strings."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id
        elif isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name):
            for argument in inner.args[1:] if inner.func.id == "TypeAliasType" else ():
                for constant in ast.walk(argument):
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                        yield from re.findall(r"[A-Za-z_]\w*", constant.value)


def _generated(job: _Job) -> str:
    """The text of all classes.

    Some unions that a field tells apart are more than datamodel-code-generator can name the fields of;
    then pydantic tells none of the part's unions apart by it.
    """
    from datamodel_code_generator import Error

    try:
        return _text(job)
    except Error:
        plain = {name: map_schemas(schema, _without_discriminator) for name, schema in job.schemas.items()}
        return _text(replace(job, schemas=plain))


def _without_discriminator(schema: dict[str, Any]) -> dict[str, Any]:
    return {keyword: value for keyword, value in schema.items() if keyword != "discriminator"}


def _text(job: _Job) -> str:
    from datamodel_code_generator import InputFileType, generate
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import PythonVersion
    from datamodel_code_generator.parser import LiteralType

    document = {
        "openapi": "3.1.0",
        "info": {"title": "models", "version": "1"},
        "paths": {},
        "components": {"schemas": dict(job.schemas)},
    }
    with warnings.catch_warnings():
        # What it warns of, fields of the same name and limits it drops, is settled here and by the contract.
        warnings.simplefilter("ignore")
        text = generate(
            document,
            input_file_type=InputFileType.OpenAPI,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
            base_class=f"{BASE_MODULE}.Model",
            base_class_map=dict.fromkeys(sorted(job.checked), f"{BASE_MODULE}.CheckedModel"),
            aliases=job.aliases,
            use_annotated=True,
            field_constraints=True,
            enum_field_as_literal=LiteralType.All,
            use_type_alias=True,
            use_standard_collections=True,
            use_union_operator=True,
            use_schema_description=True,
            use_field_description=True,
            use_single_line_docstring=True,
            use_double_quotes=True,
            use_exact_imports=True,
            keep_model_order=True,
            disable_timestamp=True,
            formatters=[],
            strict_nullable=True,
            use_typed_nullable_map_values=True,
            use_tuple_for_closed_arrays=True,
        )
    assert isinstance(text, str), "one document gives one module"
    return text
