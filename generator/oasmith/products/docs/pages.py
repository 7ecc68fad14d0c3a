"""The pages of the reference, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from oasmith.api.model import Api, Operation, Response, Rule
from oasmith.errors import Problem
from oasmith.products.build import Build
from oasmith.products.docs.wording import Wording
from oasmith.products.file import File
from oasmith.products.templating import environment, render
from oasmith.quoting import Code, json_text
from oasmith.quoting.markdown import markdown_code, markdown_text
from oasmith.schemas import Schema, Schemas


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a property or a parameter."""

    name: Code
    place: str
    mandatory: str
    type: Code
    limits: Code
    default: Code
    description: Code


@dataclass(frozen=True, slots=True)
class Section:
    """A table of operations; the operations of the client itself have no title."""

    title: str
    description: str
    operations: Sequence[Operation]


@dataclass(frozen=True, slots=True)
class Overview:
    """The values of ``README.md.jinja``; ``missing`` is what the client does not support."""

    api: Api
    sections: list[Section]
    missing: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class OperationPage:
    """The values of ``operation.md.jinja``; ``schemas`` is the path to the pages of schemas."""

    operation: Operation
    rows: list[Row]
    responses: Sequence[Response]
    schemas: Code


@dataclass(frozen=True, slots=True)
class SchemaPage:
    """The values of ``schema.md.jinja``.

    ``rows`` are the properties, and ``others`` the types of further properties. ``alternatives`` are the
    branches of a union beside properties.
    """

    name: str
    description: str
    deprecated: bool
    rows: list[Row]
    type: Code
    limits: Code
    examples: list[Code]
    others: list[Code]
    alternatives: str
    is_nullable: bool
    client_rules: list[Rule]
    server_rules: list[Rule]
    advice: Sequence[Mapping[str, Any]]


def pages(build: Build) -> list[File]:
    """``docs/README.md``, ``docs/operations/<operation>.md`` and ``docs/schemas/<Schema>.md``."""
    api = build.api
    wording = cache(partial(Wording, api.schemas))
    markdown = environment(
        markdown_text, build.templates, code=markdown_code, json=json_text, file=Code,
        type=lambda schema, folder: wording(str(folder)).type(schema),
    )  # fmt: skip
    files = [File("docs/README.md", render(markdown, "docs/README.md.jinja", _overview(build)))]
    for operation in api.operations:
        # A page of a grouped operation lies one folder deeper.
        folder = Code("../../schemas/" if operation.group else "../schemas/")
        rows = _parameter_rows(operation, wording(folder))
        page = OperationPage(operation, rows, operation.responses, folder)
        text = render(markdown, "docs/operation.md.jinja", page)
        files.append(File(f"docs/operations/{operation.path_name}.md", text))
    for name in api.schemas:
        text = render(markdown, "docs/schema.md.jinja", _schema_page(api, name, wording("")))
        files.append(File(f"docs/schemas/{name}.md", text))
    return files


def _overview(build: Build) -> Overview:
    api = build.api
    sections = [Section("", "", api.untagged)] if api.untagged else []
    sections += [Section(f"client.{group.name}", group.description, group.operations) for group in api.groups]
    return Overview(api, sections, build.limitations)


def _schema_page(api: Api, name: str, wording: Wording) -> SchemaPage:
    schemas, schema = api.schemas, api.schemas[name]
    rules = [rule for rule in api.rules if rule.schema_name == name]
    rows = list(_property_rows(schema, schemas, wording))
    alternatives = schemas.alternatives(schema)
    return SchemaPage(
        name=name,
        description=schemas.says(schema, "description") or "",
        deprecated=schemas.says(schema, "deprecated") is True,
        rows=rows,
        type=wording.definition(schema),
        limits=wording.limits(schema),
        examples=wording.examples(schema),
        others=list(wording.others(schemas.flat(schema).keywords)) if rows else [],
        alternatives=wording.definition(schema) if rows and alternatives else "",
        is_nullable=schemas.allows_null(schema),
        client_rules=[rule for rule in rules if rule.enforced_by == "client"],
        server_rules=[rule for rule in rules if rule.enforced_by == "server"],
        advice=schemas.says(schema, "x-advice") or [],
    )


def _property_rows(schema: Schema, schemas: Schemas, wording: Wording) -> Iterator[Row]:
    required, merged = schemas.required(schema), schemas.flat(schema).keywords.get("properties", {})
    for name in schemas.properties(schema):
        value = merged[name]
        is_read_only, is_write_only = schemas.is_read_only(value), schemas.is_write_only(value)
        direction = "Read-only." if is_read_only else "Write-only." if is_write_only else ""
        demanded = _DEMANDED[direction] if name in required else "no"
        yield Row(
            name=markdown_code(name),
            place="",
            mandatory=schemas.says(value, "x-mandatory") or demanded,
            type=wording.type(value),
            limits=wording.limits(value),
            default=_default(schemas.says(value, "default")),
            description=_description(
                schemas.says(value, "description") or "",
                schemas.says(value, "deprecated") is True,
                wording.examples(value),
                direction,
            ),
        )


_DEMANDED = {"": "yes", "Read-only.": "in responses", "Write-only.": "in requests"}


def _parameter_rows(operation: Operation, wording: Wording) -> list[Row]:
    return [
        Row(
            name=markdown_code(parameter.wire_name),
            place=parameter.location,
            mandatory="yes" if parameter.required else "no",
            type=wording.type(parameter.schema),
            limits=wording.limits(parameter.schema),
            default=_default(wording.says(parameter.schema, "default")),
            description=_description(
                parameter.description or wording.says(parameter.schema, "description") or "",
                parameter.deprecated,
                wording.examples(parameter.schema, (example.value for example in parameter.examples)),
            ),
        )
        for parameter in operation.parameters
    ]


def _description(text: str, is_deprecated: bool, examples: list[Code], direction: str = "") -> Code:
    """The last cell of a row: what is said about a value besides its type and limits."""
    words = markdown_text(text)
    if examples and words and words[-1] not in ".!?:":
        words += "."
    said = ["**Deprecated.**"] if is_deprecated else []
    said += [f"**{direction}**"] if direction else []
    said += [words, f"Example: {', '.join(examples)}." if examples else ""]
    return Code(" ".join(filter(None, said)))


def _default(value: Any) -> Code:
    return Code("") if value is None else markdown_code(value)
