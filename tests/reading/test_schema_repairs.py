"""Schemas that cannot mean what they say are repaired before anything uses them, each with a report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from oasmith.pipeline import build_files
from oasmith.reading import normal_form, read
from oasmith.reading.validation import validate
from oasmith.runtime.branches import BranchContract
from oasmith.settings import Target
from support.packages import contract_document, generated_package

CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "schemas"
VERSIONS = ("3.0.3", "3.1.0")


def description(schema: str, version: str) -> str:
    """A description in YAML with one schema, as it is written, in a body, a parameter and a component."""
    return f"""
openapi: {version}
info: {{title: Repairs, version: '1'}}
servers: [{{url: 'http://127.0.0.1:1'}}]
paths:
  /things:
    post:
      operationId: putThing
      parameters: [{{name: p, in: query, schema: {schema}}}]
      requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}
      responses: {{'204': {{description: Done.}}}}
components:
  schemas:
    Thing: {schema}
"""


PLACES = (
    "/paths/~1things/post/parameters/0/schema",
    "/paths/~1things/post/requestBody/content/application~1json/schema",
    "/components/schemas/Thing",
)


def repaired(text: str, folder: Path, name: str = "api.yaml") -> tuple[Any, list[Any]]:
    """The component in normal form, and the reports."""
    path = folder / name
    path.write_text(text, "utf-8")
    reading = read(path)
    assert validate(reading.document, reading.source) == []
    return normal_form(reading.document)["components"]["schemas"]["Thing"], list(reading.repairs)


UNCOMPILED = {
    r"^[a-z-]+\Z": r"Write $ instead of \Z.",
    "^a{,3}$": "Write {0,n} instead of {,n}.",
    "(abc": "ECMA-262",
    "[abc": "ECMA-262",
    "a)": "ECMA-262",
    "*a": "ECMA-262",
    "a{2,1}": "ECMA-262",
    r"^\h+$": "ECMA-262",
    r"(?>a)b": "ECMA-262",
    r"^\p{Nonsense}$": "ECMA-262",
    "^[[:alpha:]]+$": r"Write \p{L}, \d or A-Z instead of a class of POSIX.",
    "[^_[:^space:]]": r"Write \p{L}, \d or A-Z instead of a class of POSIX.",
    r"[\uD83C-\uDBFF\uDC00-\uDFFF]+": "Write characters above U+FFFF",
    "a\\": "ECMA-262",
    "(?:(?:.{1,1000}){1,1000}){1,1000}": "ECMA-262",
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("pattern", UNCOMPILED)
def test_a_pattern_that_does_not_compile_is_removed_and_reported(
    pattern: str, version: str, tmp_path: Path
) -> None:
    schema = json.dumps({"type": "object", "properties": {"slug": {"type": "string", "pattern": pattern}}})
    thing, problems = repaired(description(schema, version), tmp_path)
    assert thing["properties"]["slug"] == {"type": "string"}
    assert [problem.pointer for problem in problems] == [f"{it}/properties/slug/pattern" for it in PLACES]
    assert [problem.line for problem in problems] == [9, 10, 14]
    assert all(UNCOMPILED[pattern] in problem.remedy for problem in problems)
    assert all(len(problem.message) < 250 for problem in problems)


TRANSLATED = [
    (r"^[\w-.]+$", ["a-", "."], ["é", "a b"]),
    (r"^[a-\d]$", ["a", "-", "7"], ["b"]),
    (r"^[-\w]$", ["-", "a"], ["."]),
    ("^{[a-z]+}$", ["{a}"], ["a"]),
    ("^a{$", ["a{"], ["a"]),
    ("^[^]$", ["a", "\n"], ["ab"]),
    (r"^\<b\>$", ["<b>"], ["b"]),
    (r"^\/a\-b$", ["/a-b"], ["ab"]),
    (r"^\0$", ["\0"], ["0"]),
    (r"^[\b]$", ["\b"], ["b"]),
    (r"^\cA$", ["\x01"], ["A"]),
    (r"^\u{1F600}$", ["😀"], ["u"]),
    (r"^\ud83d\ude00$", ["😀"], ["u"]),
    (r"^\é$", ["é"], ["e"]),
    (r"^\d$", ["1"], ["٣"]),
    (r"(?<=a|bc)d", ["ad", "bcd"], ["cd"]),
    (r"^\p{L}{1,255}$", ["é" * 255], ["é" * 256, "1"]),
    (r"^.{1,65535}$", ["a" * 65535], ["", "a" * 65536]),
    ("/^a$/", ["a"], ["/a/"]),
    ("/^a$/i", ["A"], ["b"]),
    ("(?i)^a$", ["A"], ["b"]),
    (r"\Aa\z", ["a"], ["ba"]),
    ("^(?P<year>[0-9]{4})$", ["2000"], ["1"]),
    ("^[]a]$", ["]", "a"], ["b"]),
]


@pytest.mark.parametrize("version", VERSIONS)
def test_patterns_mean_what_ecma_262_says(version: str, tmp_path: Path) -> None:
    properties = {f"p{i}": {"type": "string", "pattern": it[0]} for i, it in enumerate(TRANSLATED)}
    text = description(json.dumps({"type": "object", "properties": properties}), version)
    path = tmp_path / "api.yaml"
    path.write_text(text.replace("title: Repairs", f"title: Translated {version[2]}"), "utf-8")
    generated_package(path, tmp_path)
    check = BranchContract(contract_document(tmp_path))
    for index, (pattern, good, bad) in enumerate(TRANSLATED):
        for value in good:
            assert not check.violations("putThing", {"query": {}, "body": {f"p{index}": value}}), pattern
        for value in bad:
            assert check.violations("putThing", {"query": {}, "body": {f"p{index}": value}}), (pattern, value)


def test_patterns_of_properties_are_removed_with_what_depends_on_them(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "patternProperties": {"^x-": {"type": "integer"}, r"^y\Z": {"type": "string"}},
        "additionalProperties": False,
        "propertyNames": {"pattern": "("},
    }
    thing, problems = repaired(description(json.dumps(schema), "3.1.0"), tmp_path)
    assert thing == {
        "type": "object", "patternProperties": {"^x-": {"type": "integer"}}, "propertyNames": {},
    }  # fmt: skip
    assert [problem.pointer for problem in problems][-2:] == [
        "/components/schemas/Thing/patternProperties", "/components/schemas/Thing/propertyNames/pattern",
    ]  # fmt: skip


CONDITIONS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"type": "string", "not": {"pattern": "("}}, {"type": "string"}),
    ({"if": {"properties": {"a": {"pattern": "("}}}, "then": {"required": ["b"]}}, {}),
    (
        {"oneOf": [{"type": "string", "pattern": "("}, {"type": "string", "pattern": "^a"}]},
        {"anyOf": [{"type": "string"}, {"type": "string", "pattern": "^a"}]},
    ),
    ({"type": "array", "contains": {"pattern": "("}, "maxContains": 1}, {"type": "array"}),
]


@pytest.mark.parametrize(("schema", "expected"), CONDITIONS)
def test_a_removed_pattern_never_makes_a_schema_refuse_more(
    schema: dict[str, Any], expected: dict[str, Any], tmp_path: Path
) -> None:
    thing, problems = repaired(description(json.dumps(schema), "3.1.0"), tmp_path)
    assert thing == expected
    assert len(problems) == 3


VALUES: dict[str, tuple[str, dict[str, Any], str | None]] = {
    # The schema as it is written, the type and enum that it becomes, and where there are reports.
    "numbers": ("{type: string, enum: [3, 4.10]}", {"type": "string", "enum": ["3", "4.10"]}, "enum"),
    "booleans": ("{type: string, enum: [true, False]}",
                 {"type": "string", "enum": ["true", "False"]}, "enum"),
    "hexadecimal": ("{type: string, enum: [0x10, 010]}", {"type": "string", "enum": ["0x10", "010"]}, "enum"),
    "exponents": ("{type: string, enum: [1e3, .5]}", {"type": "string", "enum": ["1e3", ".5"]}, "enum"),
    "one and true": ("{type: string, enum: [1, true]}", {"type": "string", "enum": ["1", "true"]}, "enum"),
    "a mixture": ("{type: string, enum: [a, 1]}", {"type": "string", "enum": ["a", "1"]}, "enum"),
    "the same twice": ("{type: string, enum: ['3', 3]}", {"type": "string", "enum": ["3"]}, "enum"),
    "YAML 1.1": ("{type: string, enum: [yes, no, on, off]}",
                 {"type": "string", "enum": ["yes", "no", "on", "off"]}, None),
    "dates": ("{type: string, enum: [2024-01-01]}", {"type": "string", "enum": ["2024-01-01"]}, None),
    "quoted numbers": ("{type: integer, enum: ['1', '-2']}", {"type": "integer", "enum": [1, -2]}, "enum"),
    "quoted decimals": ("{type: number, enum: ['1.5', 2]}", {"type": "number", "enum": [1.5, 2]}, "enum"),
    "quoted booleans": ("{type: boolean, enum: ['true']}", {"type": "boolean", "enum": [True]}, "enum"),
    "yes and no": ("{type: boolean, enum: [yes, no]}", {"type": "boolean", "enum": [True, False]}, "enum"),
    "whole decimals": ("{type: integer, enum: [1.0, 2]}", {"type": "integer", "enum": [1, 2]}, None),
    "another type": ("{type: integer, enum: [ASC, DESC]}",
                     {"type": "string", "enum": ["ASC", "DESC"]}, "enum"),
    "some of another type": ("{type: integer, enum: [1, all]}", {"enum": [1, "all"]}, "enum"),
    "values of items": ("{type: array, items: {type: string}, enum: [a, b]}",
                        {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}, "enum"),
    "const": ("{type: string, const: 4.10}", {"type": "string", "const": "4.10"}, "const"),
    "default": ("{type: string, default: 1.10}", {"type": "string", "default": "1.10"}, "default"),
    "default of an enum": ("{type: string, enum: [3], default: 3}",
                           {"type": "string", "enum": ["3"], "default": "3"}, "default"),
    "quoted default": ("{type: integer, default: '3'}", {"type": "integer", "default": 3}, "default"),
    "a default of no type": ("{type: integer, default: none}", {"type": "integer"}, "default"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "version"),
    [(kind, version) for kind in VALUES for version in VERSIONS if kind != "const" or version == "3.1.0"],
)
def test_values_are_of_the_type_of_their_schema(kind: str, version: str, tmp_path: Path) -> None:
    written, expected, place = VALUES[kind]
    thing, problems = repaired(description(written, version), tmp_path)
    assert thing == expected
    assert thing.get("enum") is None or list(map(type, thing["enum"])) == list(map(type, expected["enum"]))
    reported = [problem.pointer for problem in problems if not problem.pointer.endswith("/enum")]
    if place == "enum":
        assert [problem.pointer for problem in problems] == [f"{it}/enum" for it in PLACES]
        assert [problem.line for problem in problems] == [9, 10, 14]
    else:
        assert reported == [f"{it}/{place}" for it in PLACES if place]


@pytest.mark.parametrize(
    ("version", "written", "expected"),
    [
        ("3.0.3", "{type: string, nullable: true, enum: [a]}",
         {"type": ["string", "null"], "enum": ["a", None]}),
        ("3.0.3", "{type: string, nullable: true, enum: [1, null]}",
         {"type": ["string", "null"], "enum": ["1", None]}),
        ("3.0.3", "{type: string, enum: [a, null]}", {"type": ["string", "null"], "enum": ["a", None]}),
        ("3.1.0", "{type: string, enum: [a, null]}", {"type": ["string", "null"], "enum": ["a", None]}),
        ("3.1.0", "{type: [string, 'null'], enum: [a]}", {"type": ["string", "null"], "enum": ["a", None]}),
        ("3.1.0", "{type: [string, 'null'], enum: [1, null]}",
         {"type": ["string", "null"], "enum": ["1", None]}),
    ],
)  # fmt: skip
def test_null_among_the_values_is_null(version: str, written: str, expected: Any, tmp_path: Path) -> None:
    assert repaired(description(written, version), tmp_path)[0] == expected


def test_values_in_json_are_read_as_they_are_written(tmp_path: Path) -> None:
    document = yaml.safe_load(description("{type: string, enum: [REPLACED]}", "3.1.0"))
    text = json.dumps(document).replace('"REPLACED"', "4.10, 3, true")
    thing, problems = repaired(text, tmp_path, "api.json")
    assert thing["enum"] == ["4.10", "3", "true"]
    assert len(problems) == 3


DEFAULTS = {
    "a date": ("{type: string, format: date, default: 2024-01-31}", True),
    "no date": ("{type: string, format: date, default: 2024-02-31}", False),
    "a time": ("{type: string, format: date-time, default: '2024-01-31T00:00:00Z'}", True),
    "a time without its offset": ("{type: string, format: date-time, default: '2024-01-31T00:00:00'}", True),
    "a day in place of a time": ("{type: string, format: date-time, default: '2024-01-31'}", False),
    "a local time": ("{type: string, format: time, default: '10:30:00'}", True),
    "a date by reference": ("{allOf: [{$ref: '#/components/schemas/Day'}], default: 2024-01-31}", True),
    "no date by reference": ("{allOf: [{$ref: '#/components/schemas/Day'}], default: soon}", False),
    "an object with a date": (
        "{type: object, properties: {on: {type: string, format: date}}, default: {'on': 2024-01-31}}", True,
    ),
    "an object with no date": (
        "{type: object, properties: {on: {type: string, format: date}}, default: {'on': soon}}", False,
    ),
    "no address": ("{type: string, format: email, default: nobody}", True),
    "beyond the limits": ("{type: array, maxItems: 1, items: {type: string}, default: [a, b]}", False),
    "not among the values": ("{type: string, enum: [a], default: b}", False),
}  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", DEFAULTS)
def test_a_default_that_its_schema_does_not_allow_is_removed(kind: str, version: str, tmp_path: Path) -> None:
    written, is_kept = DEFAULTS[kind]
    text = description(written, version) + "    Day: {type: string, format: date}\n"
    thing, problems = repaired(text, tmp_path)
    assert ("default" in thing) is is_kept
    reported = {problem.pointer for problem in problems}
    assert reported == (set() if is_kept else {f"{place}/default" for place in PLACES})


def test_values_of_another_file_are_read_as_they_are_written_there(tmp_path: Path) -> None:
    (tmp_path / "parts.yaml").write_text("Version:\n  type: string\n  enum: [4.10, 5]\n", "utf-8")
    text = description("{$ref: 'parts.yaml#/Version'}", "3.1.0")
    path = tmp_path / "api.yaml"
    path.write_text(text, "utf-8")
    reading = read(path)
    assert normal_form(reading.document)["components"]["schemas"]["Version"]["enum"] == ["4.10", "5"]
    (problem,) = reading.repairs
    assert problem.file.endswith("parts.yaml")
    assert (problem.line, problem.pointer) == (3, "/Version/enum")


OVERLAPPING = {
    "integer and number": "[{type: integer}, {type: number}]",
    "number with a limit": "[{type: integer}, {type: number, minimum: 0}]",
    "string and date": "[{type: string}, {type: string, format: date-time}]",
    "formats that overlap": "[{type: string, format: uri}, {type: string, format: uri-reference}]",
    "formats nobody asserts": "[{type: string, format: color}, {type: string, format: hue}]",
    "enum and string": "[{type: string, enum: [auto]}, {type: string, minLength: 2}]",
    "enums with a common value": "[{type: string, enum: [a, b]}, {type: string, enum: [b, c]}]",
    "anything": "[{type: string}, {}]",
    "nested": "[{oneOf: [{type: integer}, {type: boolean}]}, {type: number}]",
    "arrays": "[{type: array, items: {type: integer}}, {type: array, items: {type: number}}]",
    "plain objects": "[{type: object}, {type: object, properties: {a: {type: string}}}]",
    "objects that nothing tells apart": (
        "[{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]"
    ),
    "the same limits": "[{type: string, minLength: 2}, {type: string, minLength: 2}]",
    "three": "[{type: boolean}, {type: integer}, {type: number}]",
}
EXCLUSIVE = {
    "types": "[{type: integer}, {type: string}, {type: boolean}]",
    "formats": "[{type: string, format: date}, {type: string, format: date-time}]",
    "enums": "[{type: string, enum: [a]}, {type: string, enum: [b]}]",
    "patterns": "[{type: string, pattern: '^a'}, {type: string, pattern: '^b'}]",
    "enum and pattern": "[{type: string, enum: [auto]}, {type: string, pattern: '^[0-9]+$'}]",
    "arrays": "[{type: array, items: {type: integer}}, {type: array, items: {type: string}}]",
    "a required property each": (
        "[{type: object, required: [a], properties: {a: {type: string}}},"
        " {type: object, required: [b], properties: {b: {type: string}}}]"
    ),
    "a value": (
        "[{type: object, required: [k], properties: {k: {enum: [a]}}},"
        " {type: object, required: [k], properties: {k: {enum: [b]}}}]"
    ),
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", OVERLAPPING)
def test_members_of_one_of_that_overlap_are_members_of_any_of(
    kind: str, version: str, tmp_path: Path
) -> None:
    thing, problems = repaired(description(f"{{oneOf: {OVERLAPPING[kind]}}}", version), tmp_path)
    assert list(thing) == ["anyOf"]
    assert [problem.pointer for problem in problems] == [f"{it}/oneOf" for it in PLACES]


def test_a_union_in_a_union_is_repaired_as_well(tmp_path: Path) -> None:
    inner = "{oneOf: [{type: integer}, {type: number}]}"
    thing, problems = repaired(description(f"{{oneOf: [{inner}, {{type: number}}]}}", "3.1.0"), tmp_path)
    assert thing == {"anyOf": [{"anyOf": [{"type": "integer"}, {"type": "number"}]}, {"type": "number"}]}
    assert len(problems) == 2 * len(PLACES)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", EXCLUSIVE)
def test_members_of_one_of_that_exclude_each_other_stay(kind: str, version: str, tmp_path: Path) -> None:
    thing, problems = repaired(description(f"{{oneOf: {EXCLUSIVE[kind]}}}", version), tmp_path)
    assert list(thing) == ["oneOf"]
    assert problems == []


KINDS = "oneOf: [{properties: {kind: {enum: [a]}}}, {properties: {kind: {enum: [b]}}}]"


@pytest.mark.parametrize(
    "beside",
    [
        "type: object, required: [kind]",
        "type: object, required: [kind], properties: {kind: {type: string}, size: {type: integer}}",
        "allOf: [{type: object, required: [kind]}]",
    ],
)
@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_required_beside_one_of_holds_for_its_members(
    beside: str, version: str, tmp_path: Path
) -> None:
    thing, problems = repaired(description(f"{{{beside}, {KINDS}}}", version), tmp_path)
    assert "oneOf" in thing
    assert problems == []


@pytest.mark.parametrize(
    "beside", ["type: object", "type: object, required: [size]", "type: object, properties: {}"]
)
def test_members_that_overlap_beside_other_keywords_are_members_of_any_of(
    beside: str, tmp_path: Path
) -> None:
    thing, problems = repaired(description(f"{{{beside}, {KINDS}}}", "3.1.0"), tmp_path)
    assert "anyOf" in thing
    assert [problem.pointer for problem in problems] == [f"{it}/oneOf" for it in PLACES]


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
@pytest.mark.parametrize("case", ["pattern", "pattern30", "regex_size", "enum_of_numbers"])
def test_the_given_cases_are_repaired(case: str, tmp_path: Path) -> None:
    built = build_files(
        Target(CASES / f"{case}.yaml", tmp_path, products=("client",)), lambda stage, done: None
    )
    places = {
        "pattern": ["properties/slug/pattern", "schema/pattern"],
        "pattern30": ["properties/slug/pattern", "schema/pattern"],
        "regex_size": [],
        "enum_of_numbers": ["Version/enum", "flag/enum"],
    }[case]
    assert len(built.problems) == len(places)
    for problem, end in zip(built.problems, places, strict=True):
        assert problem.pointer.endswith(end)
        assert problem.line
        assert problem.remedy


@pytest.mark.parametrize("bound", ["Minimum", "Maximum"])
@pytest.mark.parametrize("value", ["true", "false"])
def test_an_exclusive_bound_without_a_limit_has_no_effect(tmp_path: Path, bound: str, value: str) -> None:
    text = description(f"{{type: number, exclusive{bound}: {value}}}", "3.0.3")
    schema, reports = repaired(text, tmp_path)
    assert schema == {"type": "number"}
    assert [report.pointer for report in reports] == [f"{place}/exclusive{bound}" for place in PLACES]
