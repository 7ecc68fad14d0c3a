"""Double entry: the page's rows, typed once as a description and once as plain facts, agree."""

from __future__ import annotations

import copy
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import pytest
from support.page import description
from support.paths import ROOT

RESPONSE_TABLES = range(8, 16)


@dataclass(frozen=True)
class Row:
    """One row of one of the page's tables, every fact as text."""

    table: str
    parameter: str
    mandatory: str
    type: str
    minimum: str
    maximum: str
    default: str
    values: str


def typed_rows() -> list[Row]:
    """The rows as they were typed into ``tables.csv``."""
    with (ROOT / "spec" / "tables.csv").open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file)]


def described_rows(document: Any) -> list[Row]:
    """The same facts out of a description, in the order of its tables."""
    schemas = document["components"]["schemas"]
    (item,) = document["paths"].values()
    (parameter,) = item["post"]["parameters"]
    token = document["components"]["securitySchemes"]["Token"]
    assert (token["type"], token["in"]) == ("apiKey", "header")
    rows = [
        _row("1", parameter["name"], "Yes" if parameter["required"] else "No", parameter["schema"]),
        _row("2", token["name"], "Yes", {"type": "string"}),
    ]
    tables = {schema["x-source"]: schema for schema in schemas.values() if "x-source" in schema}
    for number in range(3, 16):
        rows += _table_rows(number, tables[f"Table {number}"])
    return rows


def _table_rows(number: int, schema: Any) -> Iterator[Row]:
    for name, node in schema["properties"].items():
        is_mandatory = name in schema.get("required", ()) or "x-mandatory" in node
        mandatory = "" if number in RESPONSE_TABLES else "Yes" if is_mandatory else "No"
        yield _row(str(number), name, mandatory, node)


def _row(table: str, name: str, mandatory: str, node: Any) -> Row:
    facts: dict[str, Any] = {}
    for part in (node, *node.get("allOf", ())):
        facts |= {key: value for key, value in part.items() if key not in facts}
    values = (
        facts.get("enum") or facts.get("x-extensible-enum") or ([facts["const"]] if "const" in facts else [])
    )
    return Row(
        table,
        name,
        mandatory,
        _type(node),
        _text(facts.get("minLength", facts.get("minimum", facts.get("x-printed-minimum")))),
        _text(facts.get("maxLength", facts.get("maximum"))),
        _text(facts.get("default")),
        "|".join(_text(value) or '""' for value in values),
    )


def _type(node: Any) -> str:
    if "anyOf" in node:
        (node,) = (member for member in node["anyOf"] if member.get("type") != "null")
    if "$ref" in node:
        return f"{node['$ref'].rpartition('/')[2]} object"
    if node["type"] == "array":
        return f"Array of {_type(node['items'])}s"
    kinds = [kind for kind in [node["type"]] if isinstance(kind, str)] or [
        kind for kind in node["type"] if kind != "null"
    ]
    return str(kinds[0]).capitalize()


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def differences(typed: list[Row], described: list[Row]) -> list[str]:
    """Every disagreement, by table and parameter; in both directions, since the rows pair off in order."""
    found = [
        f"table {one.table}, {one.parameter}: {one} is described as {other}"
        for one, other in zip(typed, described, strict=False)
        if one != other
    ]
    if len(typed) != len(described):
        found.append(f"{len(typed)} rows were typed, {len(described)} are described")
    return found


def test_the_two_entries_agree_on_all_91_rows() -> None:
    assert len(typed_rows()) == 91
    assert differences(typed_rows(), described_rows(description())) == []


@pytest.mark.parametrize("column", list(asdict(Row(*[""] * 8))))
def test_a_changed_cell_of_the_table_is_found(column: str) -> None:
    described = described_rows(description())
    for index, row in enumerate(typed_rows()):
        changed = typed_rows()
        changed[index] = replace(row, **{column: getattr(row, column) + "x"})
        (difference,) = differences(changed, described)
        assert re.search(rf"\b{row.parameter}\b", difference)


def test_a_row_too_many_or_too_few_is_found() -> None:
    described = described_rows(description())
    for index in range(91):
        fewer = typed_rows()
        del fewer[index]
        assert differences(fewer, described)
        assert differences(described, fewer)


def _set(key: str, value: Any) -> Callable[[Any, str], None]:
    def change(schema: Any, name: str) -> None:
        node = schema["properties"][name]
        for part in node.get("allOf", ()):
            part.pop(key, None)
        node[key] = value

    return change


def _rename(schema: Any, name: str) -> None:
    schema["properties"] = {
        key if key != name else key + "x": node for key, node in schema["properties"].items()
    }


def _retype(schema: Any, name: str) -> None:
    schema["properties"][name] = {"type": "number"}


def _swap_mandatory(schema: Any, name: str) -> None:
    schema["properties"][name].pop("x-mandatory", None)
    required = set(schema.get("required", ()))
    schema["required"] = sorted(required ^ {name})


CHANGES: dict[str, Callable[[Any, str], None]] = {
    "parameter": _rename,
    "mandatory": _swap_mandatory,
    "type": _retype,
    "minimum": _set("minimum", 7777),
    "minimum length": _set("minLength", 7777),
    "maximum": _set("maximum", 7777),
    "maximum length": _set("maxLength", 7777),
    "default": _set("default", "another"),
    "values": _set("enum", ["another"]),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_fact_of_the_description_is_found(what: str) -> None:
    typed = typed_rows()
    original = description()["components"]["schemas"]
    for name, schema in original.items():
        number = int(re.sub(r"\D", "", schema.get("x-source", "")) or 0)
        if not number or (what == "mandatory" and number in RESPONSE_TABLES):
            continue
        for field, node in schema["properties"].items():
            if _is_shadowed(what, node) or (what == "mandatory" and "x-mandatory" in node):
                continue
            document = {
                **description(),
                "components": {**description()["components"], "schemas": dict(original)},
            }
            changed = document["components"]["schemas"][name] = copy.deepcopy(schema)
            CHANGES[what](changed, field)
            found = differences(typed, described_rows(document))
            assert any(f"table {number}, {field}:" in difference for difference in found), (what, name, field)


def _is_shadowed(what: str, node: Any) -> bool:
    """Whether a limit of the other kind stands there already, which is the one that counts."""
    return {"minimum": "minLength", "maximum": "maxLength"}.get(what, "") in node
