"""The reference for people: Markdown, one page for each operation and each schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oasmith.api.model import Api, Operation, Rule
from oasmith.api.schemas import PREFIX, Schema, Schemas
from oasmith.emitting.file import File
from oasmith.emitting.templating import Code, environment, json_text, markdown_code, markdown_text, render
from oasmith.errors import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a property or a parameter."""

    name: Code
    place: str
    mandatory: str
    type: Code
    limits: Code
    default: Code
    description: str
    deprecated: bool


def emit_docs(api: Api, folder: str, templates: tuple[Path, ...], missing: Sequence[Problem]) -> list[File]:
    """``README.md``, ``operations/<operation>.md`` and ``schemas/<Schema>.md`` below the folder.

    ``missing`` is what of the description is not in the client.
    """
    markdown = environment(
        markdown_text, templates, code=markdown_code, json=_json_block, type=_type, file=Code
    )
    sections = [("", "", api.untagged)] if api.untagged else []
    sections += [(f"client.{group.name}", group.description, group.operations) for group in api.groups]
    overview = render(
        markdown, "docs/README.md.jinja", {"api": api, "sections": sections, "missing": missing}
    )
    files = [File(f"{folder}/README.md", overview)]
    for operation in api.operations:
        # A page of a grouped operation lies one folder deeper.
        folder_of_schemas = Code("../../schemas/" if operation.group else "../schemas/")
        context = {
            "operation": operation,
            "rows": _parameter_rows(operation, folder_of_schemas),
            "responses": operation.responses,
            "schemas": folder_of_schemas,
        }
        text = render(markdown, "docs/operation.md.jinja", context)
        files.append(File(f"{folder}/operations/{operation.path_name}.md", text))
    schemas = api.schemas
    for name, schema in api.schemas.items():
        rules = [rule for rule in api.rules if rule.schema_name == name]
        text = render(markdown, "docs/schema.md.jinja", _schema_context(name, schema, rules, schemas))
        files.append(File(f"{folder}/schemas/{name}.md", text))
    return files


def _schema_context(name: str, schema: Schema, rules: list[Rule], schemas: Schemas) -> dict[str, Any]:
    return {
        "name": name,
        "description": schemas.says(schema, "description") or "",
        "rows": list(_property_rows(schema, schemas)),
        "type": _type(schema, ""),
        "client_rules": [rule for rule in rules if rule.enforced_by == "client"],
        "server_rules": [rule for rule in rules if rule.enforced_by == "server"],
        "advice": schemas.says(schema, "x-advice") or [],
    }


def _property_rows(schema: Schema, schemas: Schemas) -> Iterator[Row]:
    required = schemas.required(schema)
    for name, value in schemas.properties(schema).items():
        node = value if isinstance(value, Mapping) else {}
        yield _row(name, "", node.get("x-mandatory") or ("yes" if name in required else "no"), node, "")


def _parameter_rows(operation: Operation, schemas: str) -> list[Row]:
    return [
        _row(
            parameter.wire_name, parameter.location, "yes" if parameter.required else "no",
            {"description": parameter.description, "deprecated": parameter.deprecated,
             **(parameter.schema if isinstance(parameter.schema, Mapping) else {})},
            schemas,
        )
        for parameter in operation.parameters
    ]  # fmt: skip


def _row(name: str, place: str, mandatory: str, schema: Mapping[str, Any], schemas: str) -> Row:
    return Row(
        name=markdown_code(name),
        place=place,
        mandatory=mandatory,
        type=_type(schema, schemas),
        limits=_limits(schema),
        default=markdown_code(schema["default"]) if "default" in schema else Code(""),
        description=schema.get("description", ""),
        deprecated=bool(schema.get("deprecated", False)),
    )


def _type(schema: Any, schemas: str) -> Code:
    """A schema's type in words; a named one as a link into the folder of the schemas' pages."""
    if not isinstance(schema, Mapping):
        return Code("nothing" if schema is False else "anything")
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix(PREFIX)
        return Code(f"[{markdown_text(name)}]({schemas}{name}.md)")
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return Code(" or ".join(_type(member, schemas) for member in schema[keyword]))
    kinds = schema.get("type", "anything")
    if isinstance(kinds, list):
        return Code(" or ".join(_type({**schema, "type": kind}, schemas) for kind in kinds))
    if kinds == "array":
        return Code(f"array of {_type(schema.get('items', True), schemas)}")
    return Code(
        f"{kinds} ({markdown_text(schema['format'])})" if "format" in schema else markdown_text(kinds)
    )


_RANGES = (
    ("minLength", "maxLength", " characters"), ("minimum", "maximum", ""), ("minItems", "maxItems", " items"),
)  # fmt: skip


def _limits(schema: Mapping[str, Any]) -> Code:
    """What a value is held to, in words; plain conditions of rules included."""
    facts = dict(schema)
    for member in schema.get("allOf", ()):
        if isinstance(member, Mapping) and "$ref" not in member:
            facts = {**member, **facts}
    said = []
    values = facts.get("enum", [facts["const"]] if "const" in facts else None) or facts.get(
        "x-extensible-enum"
    )
    if values is not None:
        said.append(", ".join(markdown_code(_shown(value)) for value in values))
    for low, high, unit in _RANGES:
        if low in facts and high in facts:
            exact = facts[low] == facts[high]
            said.append(f"{facts[low]}{unit}" if exact else f"{facts[low]} to {facts[high]}{unit}")
        elif low in facts:
            said.append(f"at least {facts[low]}{unit}")
        elif high in facts:
            said.append(f"at most {facts[high]}{unit}")
    if "pattern" in facts:
        said.append(f"matches {markdown_code(facts['pattern'])}")
    return Code("; ".join(said))


def _shown(value: Any) -> Any:
    return '""' if value == "" else value


def _json_block(value: Any) -> Code:
    return json_text(value)
