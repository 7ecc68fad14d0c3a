"""The pages of the reference say what the schemas say, however those are written down."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from oasmith.pipeline import build_files
from oasmith.products.docs.prose import prose_html
from oasmith.settings import Target
from support.paths import GENERATED, ROOT

SCHEMAS: Mapping[str, Any] = {
    "Colour": {"type": "string", "description": "A colour.", "enum": ["red", ""], "examples": ["red"]},
    "Code": {"type": "string", "pattern": "^[A-Z]{3}$", "minLength": 3, "maxLength": 3},
    "Names": {"type": "array", "maxItems": 3, "items": {"type": "string", "maxLength": 5}},
    "Base": {"type": "object", "required": ["id", "a"], "properties": {
        "id": {"type": "string", "readOnly": True, "description": "Its name"},
        "a": {"type": "integer", "minimum": 1}}},
    "Heir": {"allOf": [{"$ref": "#/components/schemas/Base"},
                       {"type": "object", "properties": {"a": {"maximum": 9}, "b": {"type": "boolean"}}}]},
    "Nothing": {"type": ["string", "null"]},
}  # fmt: skip


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def pages(folder: Path, schemas: Mapping[str, Any], parameters: list[Any] | None = None) -> dict[str, str]:
    """The pages of a description, by path below ``docs``."""
    operation = {
        "operationId": "find",
        "parameters": parameters or [],
        "responses": {"200": {"description": "ok"}},
    }
    document = {
        "openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://t.example"}],
        "paths": {"/": {"get": operation}}, "components": {"schemas": schemas},
    }  # fmt: skip
    description = folder / "api.json"
    description.write_text(json.dumps(document), "utf-8")
    target = Target(description, folder / "out", products=("docs",))
    files = build_files(target, lambda stage, done: None).files
    return {file.path.removeprefix("docs/"): file.text for file in files}


def section(pages: Mapping[str, str], name: str) -> str:
    """The section of a schema in Markdown."""
    start = f'## <a id="{name}"></a>{name}\n'
    (page,) = (text for path, text in pages.items() if path.startswith("markdown/schemas/") and start in text)
    return page.partition(start)[2].partition("\n## ")[0]


def rows(page: str) -> dict[str, list[str]]:
    """The cells of each row after the first, which is the key without its code marks."""
    split = (line.strip("|").split(" | ") for line in page.splitlines() if line.startswith("| `"))
    return {cells[0].strip(" `"): [cell.strip(" |") for cell in cells[1:]] for cells in split}


CASES = {
    "const": ({"const": "cat"}, "string", "`cat`", ""),
    "const of the value null": ({"const": None}, "null", "`null`", ""),
    "enum without type": ({"enum": ["a", 1]}, "string or integer", "`a`, `1`", ""),
    "named enum": (ref("Colour"), "[Colour](#Colour)", '`red`, `""`', "A colour. Example: `red`."),
    "named enum with a description": (
        {**ref("Colour"), "description": "Of the roof."}, "[Colour](#Colour)", '`red`, `""`',
        "Of the roof. Example: `red`."),
    "named enum in an allOf": (
        {"allOf": [ref("Colour")], "description": "Of it"}, "[Colour](#Colour)", '`red`, `""`',
        "Of it. Example: `red`."),
    "named pattern": (ref("Code"), "[Code](#Code)", "3 characters; matches `^[A-Z]{3}$`", ""),
    "named array": (ref("Names"), "[Names](#Names)", "at most 3 items; each item: at most 5 characters",
                    ""),
    "named nullable": (ref("Nothing"), "[Nothing](#Nothing)", "", ""),
    "array": ({"type": "array", "minItems": 1, "uniqueItems": True, "items": ref("Colour")},
              "array of [Colour](#Colour)", 'at least 1 item; unique items; each item: `red`, `""`', ""),
    "map": ({"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}, "map of integer",
            "each value: at least 0", ""),
    "map of models": ({"type": "object", "additionalProperties": ref("Base")}, "map of [Base](#Base)", "",
                      ""),
    "map of anything": ({"type": "object"}, "object", "", ""),
    "nullable": ({"anyOf": [ref("Code"), {"type": "null"}]}, "[Code](#Code) or null",
                 "3 characters; matches `^[A-Z]{3}$`", ""),
    "nullable type": ({"type": ["integer", "null"], "maximum": 5}, "integer or null", "at most 5", ""),
    "union": ({"oneOf": [{"type": "string", "maxLength": 1}, {"type": "integer", "minimum": 0}]},
              "string or integer", "string: at most 1 character; integer: at least 0", ""),
    "named union": ({"oneOf": [{"type": "string", "maxLength": 1}, ref("Base")]}, "[HolderIt](#HolderIt)",
                    "string: at most 1 character", ""),
    "read only": ({"type": "string", "readOnly": True}, "string", "", "**Read-only.**"),
    "write only": ({"type": "string", "writeOnly": True, "description": "Hush."}, "string", "",
                   "**Write-only.** Hush."),
    "deprecated": ({"type": "string", "deprecated": True}, "string", "", "**Deprecated.**"),
    "examples": ({"type": "integer", "examples": [1, 2]}, "integer", "", "Example: `1`, `2`."),
    "example": ({"type": "boolean", "example": False}, "boolean", "", "Example: `false`."),
    "exclusive": ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "multipleOf": 0.1},
                  "number", "more than 0; less than 1; a multiple of 0.1", ""),
    "format": ({"type": "string", "format": "date"}, "string (date)", "", ""),
    "anything": ({}, "anything", "", ""),
    "nothing": (False, "nothing", "", ""),
    "tuple": ({"type": "array", "prefixItems": [{"type": "string"}, ref("Base")], "minItems": 2,
               "maxItems": 2}, "array of string, [Base](#Base) in this order", "2 items", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_property_is_described(case: str, tmp_path: Path) -> None:
    schema, *expected = CASES[case]
    found = pages(tmp_path, {**SCHEMAS, "Holder": {"type": "object", "properties": {"it": schema}}})
    _, kind, limits, _, description = rows(section(found, "Holder"))["it"]
    assert [kind, limits, description] == expected


def test_a_parameter_is_described_like_a_property(tmp_path: Path) -> None:
    parameters = [
        {"name": "colour", "in": "query", "deprecated": True, "schema": ref("Colour"), "example": ""},
        {"name": "code", "in": "header", "required": True, "schema": ref("Code"), "description": "Which"},
    ]
    found = rows(pages(tmp_path, SCHEMAS, parameters)["markdown/operations/client.md"])
    assert found["colour` (query)"] == [
        "no", "[Colour](../schemas/client.md#Colour)", '`red`, `""`', "",
        '**Deprecated.** A colour. Example: `""`.',
    ]  # fmt: skip
    assert found["code` (header)"][0] == "yes"
    assert found["code` (header)"][-1] == "Which"


def test_the_pages_of_named_schemas(tmp_path: Path) -> None:
    found = pages(tmp_path, {**SCHEMAS, "Map": {"type": "object", "additionalProperties": ref("Base")}})
    assert "Type: array of string\n\nAllowed: at most 3 items; each item: at most 5" in section(
        found, "Names"
    )
    assert "A colour.\n\nType: string\n\nAllowed: `red`" in section(found, "Colour")
    assert "Type: map of [Base](#Base)" in section(found, "Map")
    assert "Type: string or null" in section(found, "Nothing")


def test_inherited_properties_come_first_and_every_part_narrows(tmp_path: Path) -> None:
    found = rows(section(pages(tmp_path, SCHEMAS), "Heir"))
    assert list(found) == ["id", "a", "b"]
    assert found["id"] == ["in responses", "string", "", "", "**Read-only.** Its name"]
    assert found["a"][:3] == ["yes", "integer", "1 to 9"]


@pytest.mark.parametrize(
    "markdown", [GENERATED / "docs" / "markdown", ROOT / "tests/golden/parameters/expected/docs/markdown"]
)
def test_mkdocs_builds_the_markdown(markdown: Path, tmp_path: Path) -> None:
    """With ``--strict`` a link to a page that is not there is an error, and so is one to a missing anchor."""
    config = {
        "site_name": "Reference", "docs_dir": str(markdown), "site_dir": str(tmp_path / "site"),
        "validation": {"links": {"anchors": "warn"}},
    }  # fmt: skip
    (tmp_path / "mkdocs.yml").write_text(json.dumps(config), "utf-8")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "-f",
        str(tmp_path / "mkdocs.yml"),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain words & <b>more</b>", "<p>plain words &amp; &lt;b&gt;more&lt;/b&gt;</p>\n"),
        ("*a* `b`\n\n- c", "<p><em>a</em> <code>b</code></p>\n<ul>\n<li>c</li>\n</ul>\n"),
        ("# Big", "<p><strong>Big</strong></p>\n"),
        ("[a](https://x.example)", '<p><a href="https://x.example">a</a></p>\n'),
        ("[a](javascript:x) [b](file:///x) [c](//x)", "<p>[a](javascript:x) [b](file:///x) [c](//x)</p>\n"),
        ("![a](https://x.example/p.png)", '<p>!<a href="https://x.example/p.png">a</a></p>\n'),
        ("a\u202eb\tc\x00", "<p>a\\u202eb c\\x00</p>\n"),
        ("&#x202e; &lt;", "<p>\\u202e &lt;</p>\n"),
        ("a\r\nb\x85c", "<p>a\nb\nc</p>\n"),
        ("", ""),
    ],
)
def test_descriptions_are_rendered_safely(text: str, html: str) -> None:
    assert str(prose_html(text)) == html


SITES = [GENERATED / "docs", *sorted((ROOT / "tests" / "golden").glob("*/expected/docs"))]


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.parent.parent.name)
def test_each_link_leads_to_a_place_and_each_place_has_one_name(site: Path) -> None:
    pages = {path: path.read_text("utf-8") for path in site.rglob("*.html")}
    names = {path: re.findall(r' id="([^"]*)"', text) for path, text in pages.items()}
    assert len(pages) > 1
    for path, text in pages.items():
        assert len(names[path]) == len(set(names[path]))
        for link in re.findall(r'href="([^"]*)"', text):
            if link.startswith(("https://", "http://", "mailto:", "data:")) or link.endswith(".css"):
                continue
            place, _, name = link.partition("#")
            target = (path.parent / place).resolve() if place else path
            assert target in pages, link
            assert not name or name in names[target], link


def test_every_operation_and_schema_is_reached_by_links() -> None:
    site = ROOT / "tests" / "golden" / "groups" / "expected" / "docs"
    reached, queue = set(), [site / "index.html"]
    while queue:
        path = queue.pop()
        if path not in reached:
            reached.add(path)
            links = re.findall(r'href="([^"#]+\.html)', path.read_text("utf-8"))
            queue += [(path.parent / link).resolve() for link in links]
    assert reached == set(site.rglob("*.html"))
