"""Descriptions that are broken in a known way: exit 2, a location and a remedy, whatever they contain."""

from __future__ import annotations

import copy
import json
import os
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from oasmith.errors import OasmithError
from oasmith.pipeline import build_files
from oasmith.settings import Target
from support.command import oasmith
from support.hostile import generated
from support.paths import ROOT

CASES = ROOT.parent / "shared" / "cases"
BASE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"description": "x"}}}}},
}


def with_schemas(**schemas: Any) -> dict[str, Any]:
    return {**BASE, "components": {"schemas": schemas}}


def with_operation(**fields: Any) -> dict[str, Any]:
    document = copy.deepcopy(BASE)
    document["paths"]["/a"]["get"] |= fields
    return document


def with_path(path: str) -> dict[str, Any]:
    return {**BASE, "paths": {path: BASE["paths"]["/a"]}}


def itself(section: str, *names: str) -> dict[str, Any]:
    """Components that refer to each other in a circle."""
    targets = (*names[1:], names[0])
    members = {
        name: {"$ref": f"#/components/{section}/{target}"}
        for name, target in zip(names, targets, strict=True)
    }
    return {**BASE, "components": {section: members}}


def nested(keyword: str, levels: int) -> Any:
    schema: Any = {"type": "string"}
    for _ in range(levels):
        schema = {
            keyword: {"a": schema} if keyword == "properties" else [schema] if keyword == "allOf" else schema
        }
    return schema


def chain(length: int) -> dict[str, Any]:
    links = {f"C{i}": {"$ref": f"#/components/schemas/C{i + 1}"} for i in range(length)}
    return with_schemas(**links, **{f"C{length}": {"type": "string"}})


SECTIONS = [
    "schemas", "responses", "parameters", "headers", "requestBodies", "examples", "links", "callbacks",
    "pathItems", "securitySchemes",
]  # fmt: skip

BROKEN: dict[str, tuple[Any, str]] = {
    **{f"path {path}": (with_path(path), f"/paths/{path.replace('/', '~1')}")
       for path in ("/a/{id", "/a/id}", "/{a{b}}", "/}{", "/{}", "/{a/b}")},
    **{f"{section} {names}": (itself(section, *names), f"/components/{section}/{names[0]}")
       for section in SECTIONS for names in (("A",), ("A", "B"), ("A", "B", "C"))},
    "allOf itself": (
        with_schemas(A={"allOf": [{"$ref": "#/components/schemas/A"}]}), "/components/schemas/A",
    ),
    "path itself": ({**BASE, "paths": {"/a": {"$ref": "#/paths/~1a"}}}, "/paths/~1a"),
    **{f"operationId {value!r}": (with_operation(operationId=value), "/paths/~1a/get/operationId")
       for value in (["a"], {"a": 1}, 5, True)},
    "tag names": ({**BASE, "tags": [{"name": ["a"]}]}, "/tags/0/name"),
    "a tag without a name": ({**BASE, "tags": [{}]}, "/tags/0"),
    "a tag that is a string": ({**BASE, "tags": ["a"]}, "/tags/0"),
    "a parameter's name": (
        with_operation(parameters=[{"name": ["a"], "in": "query", "schema": {}}]),
        "/paths/~1a/get/parameters/0/name",
    ),
    "a parameter without a name": (
        with_operation(parameters=[{"in": "query"}]), "/paths/~1a/get/parameters/0",
    ),
    "parameters that are an object": (with_operation(parameters={"a": 1}), "/paths/~1a/get/parameters"),
    "a response that is a string": (with_operation(responses={"200": "ok"}), "/paths/~1a/get/responses/200"),
    "paths that are a list": ({**BASE, "paths": []}, "/paths"),
    "components that are a list": ({**BASE, "components": [1]}, "/components"),
    "a schema that is a string": (with_schemas(A="string"), "/components/schemas/A"),
    "security": ({**BASE, "security": {"a": []}}, "/security"),
    "servers": ({**BASE, "servers": "https://a.example"}, "/servers"),
    "type": (with_schemas(A={"type": [{"a": 1}]}), "/components/schemas/A/type/0"),
    "required": (with_schemas(A={"required": [["a"]]}), "/components/schemas/A/required/0"),
    "a path item in an unknown field": (
        {**BASE, "info2": {}, "paths": {"/a": {"$ref": "#/info2"}}},
        "/paths/~1a",
    ),
    "a mapping of a value like an extension": (
        with_schemas(A={"oneOf": [{}], "discriminator": {"propertyName": "a", "mapping": {"x-b": {}}}}),
        "/components/schemas/A/discriminator/mapping/x-b",
    ),
    "a mapping": (
        with_schemas(A={"oneOf": [{}], "discriminator": {"propertyName": "a", "mapping": {"b": 5}}}),
        "/components/schemas/A/discriminator/mapping/b",
    ),
    **{f"$ref {value!r}": (with_schemas(A={"$ref": value}), "/components/schemas/A/$ref")
       for value in (5, None, ["a"], {"a": 1}, True)},
    **{f"$ref {value!r}": (with_schemas(A={"$ref": value}), "/components/schemas/A")
       for value in ("http://[", "http://[::1", "//[", "#/x")},
    "a parameter that is a response": (
        with_operation(parameters=[{"$ref": "#/paths/~1a/get/responses/200"}]), "/paths/~1a/get/parameters/0",
    ),
    **{f"a reference to {end}": (
        with_schemas(A={"$ref": f"#/components/schemas/B/{end}"},
                     B={"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}}),
        "/components/schemas/A",
    ) for end in ("type", "required", "required/0", "properties", "title")},
    **{f"{keyword} {value!r}": (with_schemas(A={keyword: value}), f"/components/schemas/A/{keyword}")
       for keyword in ("minimum", "maximum", "multipleOf", "exclusiveMaximum")
       for value in (float("nan"), float("inf"), -float("inf"))},
    "half a character in an enum": (with_schemas(A={"enum": ["\ud83d"]}), "/components/schemas/A/enum/0"),
    "half a character in a key": (
        with_schemas(A={"properties": {"\udc00": {}}}), "/components/schemas/A/properties",
    ),
    **{f"{levels} levels of {keyword}": (with_schemas(A=nested(keyword, levels)), "")
       for keyword in ("items", "properties", "allOf", "not") for levels in (100, 300, 400)},
    "1,000 references": (chain(1000), "/components/schemas/C0"),
    "60 references": (chain(60), "/components/schemas/C0"),
}  # fmt: skip


def refusal(path: Path, lenient: bool = False) -> OasmithError:
    with pytest.raises(OasmithError) as raised:
        build_files(Target(path, path.parent / "out", lenient=lenient), lambda stage, done: None)
    for problem in raised.value.problems:
        assert problem.message
        assert problem.remedy
        assert problem.file == str(path)
        assert problem.line
    return raised.value


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_description_is_refused_with_a_location(kind: str, tmp_path: Path) -> None:
    document, pointer = BROKEN[kind]
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(document, indent=1))
    problem, *_ = refusal(path).problems
    assert problem.pointer == pointer


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_description_is_read_leniently_or_refused(kind: str, tmp_path: Path) -> None:
    generated(BROKEN[kind][0], tmp_path, lenient=True)


@pytest.mark.parametrize("document", [
    with_path("/a/{b}{c"),
    with_schemas(A={"type": "strin"}),
    with_operation(parameters=[{"name": "a", "in": "query", "schema": {}}] * 2),
])  # fmt: skip
def test_a_big_description_is_refused_as_a_small_one_is(document: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(document, indent=1))
    small = refusal(path).problems
    document = {**document, "tags": [{"name": "big", "description": "x" * 1_000_000}]}
    path.write_text(json.dumps(document, indent=1))
    assert refusal(path).problems == small


MANY = """
openapi: {version}
info:
  titel: Pets
  version: '1'
paths:
  pets:
    get:
      parameters:
        - {{name: limit, in: querry, schema: {{type: integer}}}}
        - {{name: id, in: query, schema: {{$ref: '#/components/schemas/Nope'}}}}
      responses:
        '200': {{description: ok}}
  /x:
    get:
      responses: {{}}
  /y:
    post:
      responses:
        '2000': {{description: ok}}
components:
  schemas:
    A: {{type: strng}}
    B: {{type: object, required: 5}}
  securitySchemes:
    K: {{type: apikey, in: heder, name: k}}
"""
FOUND = {
    4: ("unknown field 'titel'", "Did you mean 'title'?"),
    7: ("a path begins with /", "Write /pets."),
    10: ("is 'querry', not one of query, header, path, cookie", "Did you mean 'query'?"),
    11: ("leads nowhere", "There is no 'Nope'"),
    16: ("needs at least one response", "Describe one"),
    20: ("not the status of a response", "such as 200"),
    23: ("is 'strng', not one of", "Did you mean 'string'?"),
    24: ("is not an array", "Write an array."),
    26: ("is 'apikey', not one of", "Did you mean 'apiKey'?"),
}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_all_problems_are_reported_in_one_run_by_line(version: str, tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(MANY.format(version=version), "utf-8")
    problems = refusal(path).problems
    assert [problem.line for problem in problems if "heder" not in problem.message] == list(FOUND)
    assert any("is 'heder', not one of query, header, cookie" in problem.message for problem in problems)
    for problem in problems:
        message, remedy = FOUND[problem.line or 0]
        assert "heder" in problem.message or (message in problem.message and remedy in problem.remedy)
    right = {"titel": "title", "  pets:": "  /pets:", "querry": "query", "/Nope": "/A", "strng": "string",
             "responses: {{}}": "responses: {{default: {{description: ok}}}}", "2000": "200",
             "required: 5": "required: [a]", "apikey": "apiKey", "heder": "header"}  # fmt: skip
    text = MANY
    for wrong, correct in right.items():
        text = text.replace(wrong, correct)
    path.write_text(text.format(version=version), "utf-8")
    build_files(Target(path, tmp_path / "out", products=("client",)), lambda stage, done: None)


def test_a_misspelled_field_that_is_ignored_has_a_suggestion(tmp_path: Path) -> None:
    document = with_operation(respones={}, operationid="a")
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(document, indent=1))
    target = Target(path, tmp_path / "out", products=("client",))
    problems = build_files(target, lambda stage, done: None).problems
    assert {(problem.pointer.rpartition("/")[2], problem.remedy) for problem in problems} >= {
        ("respones", "Did you mean 'responses'?"), ("operationid", "Did you mean 'operationId'?"),
    }  # fmt: skip


HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: "
TEXTS: dict[str, str | bytes] = {
    **{tag: f"{HEAD}{{maximum: {tag}}}}}}}\n" for tag in (
        "!!int abc", "!!int ''", "!!float x", "!!bool maybe", "!!binary aGk=", "!!binary x",
        "!!timestamp 2020-01-01",
        "!!timestamp x", "!!set {a}", "!!omap [a: 1]", "!!pairs [a: 1]", "!!python/object:os.system x",
        "!!python/name:os.system ''", "!own x", "!!map [a]", "!!seq {a: 1}", "!!str {a: 1}", "!!null {a: 1}",
        "9" * 5000, "0x" + "f" * 5000, "-" + "1" * 301, ".nan", ".inf", "-.inf", "1e999",
        "&a [*a]", "*nothing",
    )},
    "a long integer in JSON": json.dumps(with_schemas(A={"maximum": 1})).replace(": 1}", f": {'9' * 5000}}}"),
    "NaN in JSON": json.dumps(with_schemas(A={"maximum": float("nan")})),
    "a large exponent in JSON": json.dumps(with_schemas(A={"maximum": 1})).replace(": 1}", ": 1e999}"),
    "deep JSON": "[" * 100_000,
    "deep JSON objects": '{"a":' * 100_000,
    "deep YAML": "- " * 100_000,
    "deep YAML objects": "\n".join(" " * i + "a:" for i in range(2_000)),
    "nothing": "",
    "a comment": "# nothing\n",
    "a string": "text",
    "a number": "5",
    "a list": "[1, 2]",
    "another document": "a: 1\n---\nb: 2\n",
    "Latin-1": "openapi: 3.1.0\ninfo: {title: é}".encode("latin-1"),
    "UTF-16": HEAD.encode("utf-16"),
    "UTF-16 without a mark": HEAD.encode("utf-16-le"),
    "UTF-32": HEAD.encode("utf-32"),
    "a null character": "openapi: 3.1.0\ninfo: \0",
    "bytes": bytes(range(256)),
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_a_text_that_is_no_description_is_refused(kind: str, suffix: str, tmp_path: Path) -> None:
    text = TEXTS[kind]
    path = tmp_path / f"text.{suffix}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    with pytest.raises(OasmithError) as raised:
        build_files(Target(path, tmp_path / "out"), lambda stage, done: None)
    problem, *_ = raised.value.problems
    assert problem.file == str(path)
    assert problem.remedy
    assert "9" * 100 not in str(raised.value)


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "mark.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(BASE).encode())
    build_files(Target(path, tmp_path / "out"), lambda stage, done: None)


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe, folder, socket_path = tmp_path / "pipe", tmp_path / "folder", tmp_path / "socket"
    os.mkfifo(pipe)
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(socket_path))
        for path in (pipe, folder, socket_path, Path("/dev/zero"), Path("/dev/null"), tmp_path / "nothing"):
            with pytest.raises(OasmithError) as raised:
                build_files(Target(path, tmp_path / "out"), lambda stage, done: None)
            assert raised.value.problems[0].file == str(path)
            assert raised.value.problems[0].remedy


LONG = "x" * 300


@pytest.mark.parametrize(
    "document",
    [
        with_operation(operationId=LONG),
        with_operation(operationId="a" * 5000 + "b", tags=["t" * 400]),
        with_schemas(
            **{LONG: {"type": "object", "properties": {LONG: {"properties": {LONG: {"properties": {}}}}}}}
        ),
        with_path("/" + "/".join([LONG] * 5)),
        {**BASE, "info": {"title": LONG, "version": "1"}},
        with_operation(
            requestBody={"content": {"application/json": {"schema": {}, "examples": {LONG: {"value": 1}}}}}
        ),
    ],
)
def test_names_of_files_are_short(document: dict[str, Any], tmp_path: Path) -> None:
    files = generated(document, tmp_path)
    assert files
    assert all(len(part.encode()) <= 255 for path in files for part in path.split("/"))
    assert all(len(path.encode()) <= 700 for path in files)
    assert generated(document, tmp_path) == files


def test_long_names_that_differ_at_their_end_stay_apart(tmp_path: Path) -> None:
    names = [f"{LONG}{end}" for end in ("A", "B", "C")]
    files = generated(
        with_schemas(**{name: {"type": "object", "description": name[-1]} for name in names}), tmp_path
    )
    assert files
    pages = [text for path, text in files.items() if path.startswith("docs/schemas/")]
    assert len({name for page in pages for name in re.findall('<h2 id="([^"]+)">', page)}) == 3


def test_names_that_differ_in_case_give_different_files(tmp_path: Path) -> None:
    thing = {"type": "object", "properties": {"a": {"type": "string"}}}
    inner = {name: {"properties": {"b": {"type": "string"}}, "title": ""} for name in ("ID", "Id", "iD")}
    document = with_schemas(Pet=thing, PET=thing, pet=thing, Owner={"type": "object", "properties": inner})
    files = generated(document, tmp_path)
    assert files
    assert len({path.lower() for path in files}) == len(files)


HIDDEN = [chr(code) for code in (0, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x200B, 0x200D, 0x202A, 0x202E, 0x2066,
                                 0x2069, 0x2060, 0xFEFF, 0xE000, 0xE0041, 0xD800)]  # fmt: skip


def test_no_generated_file_has_a_hidden_character(tmp_path: Path) -> None:
    text = "a" + "b".join(HIDDEN) + "c"
    shown = text.replace("\ud800", "")
    document = with_operation(
        summary=text, description=text, tags=[shown],
        parameters=[{"name": "q", "in": "query", "description": text,
                     "schema": {"enum": [shown], "title": text}}],
        responses={"200": {"description": text, "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/A"}, "example": {shown: shown}}}}},
    )  # fmt: skip
    properties = {shown: {"type": "string", "description": text, "default": shown}}
    schema = {"type": "object", "title": text, "description": text, "properties": properties}
    document["components"] = {"schemas": {"A": schema}}
    document["info"] = {"title": text, "version": "1", "description": text}
    document["tags"] = [{"name": shown, "description": text}]
    files = generated(document, tmp_path)
    assert files
    for path, content in files.items():
        assert not [hex(ord(char)) for char in HIDDEN if char in content], path


@pytest.mark.skipif(not CASES.is_dir(), reason="shared/cases is not beside the checkout")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("07_unbalanced_brace.yaml", 2), ("08_self_ref.yaml", 2), ("09_lone_surrogate.json", 0),
        ("10_operation_id_list.yaml", 2), ("11_bad_int_tag.yaml", 2), ("12_long_int.yaml", 2),
        ("13_long_operation_id.yaml", 0), ("14_bad_ref_url.yaml", 2), ("../schemas/half.json", 0),
    ],
)  # fmt: skip
def test_known_descriptions(name: str, code: int, tmp_path: Path) -> None:
    done = oasmith("generate", CASES / "safety" / name, "-o", tmp_path / "out")
    assert done.code == code, done.err
    assert "Traceback" not in done.err
    assert code == 0 or Path(name).name in done.err
