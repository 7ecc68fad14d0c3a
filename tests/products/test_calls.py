"""Which requests the examples show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from oasmith.pipeline import Generated, build_files
from oasmith.settings import Target

NUMBER = {"type": "object", "properties": {"number": {"type": "integer"}}, "required": ["number"]}
PAIR = {"type": "array", "items": {"type": "string"}}


def generated(folder: Path, **operation: Any) -> Generated:
    """The examples of one operation, ``POST /things/{thing}``."""
    item = {"operationId": "post", "responses": {"204": {"description": "Done."}}, **operation}
    thing = {"name": "thing", "in": "path", "required": True, "schema": {"type": "string"}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things/{thing}": {"parameters": [thing], "post": item}},
    }
    path = folder / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    target = Target(path, folder, products=("examples",), examples="all")
    return build_files(target, lambda stage, done: None)


def curls(found: Generated) -> dict[str, str]:
    """The files for curl by the name of the example."""
    return {file.path.split("/")[-2]: file.text for file in found.files if file.path.endswith("/curl.sh")}


def sent(found: Generated) -> Any:
    """The JSON that is sent with curl."""
    (text,) = curls(found).values()
    return json.loads(text.partition("--data-raw '")[2].rpartition("'")[0])


def body(media_type: str, required: bool = True, **content: Any) -> dict[str, Any]:
    return {"required": required, "content": {media_type: content}}


def test_one_is_made_where_each_that_is_given_breaks_the_description(tmp_path: Path) -> None:
    examples = {"text": {"value": {"number": "1"}}, "nothing": {"value": {}}}
    found = generated(tmp_path, requestBody=body("application/json", schema=NUMBER, examples=examples))
    assert curls(found).keys() == {"example"}
    assert [problem.message.split("'")[1] for problem in found.problems] == ["text", "nothing"]


def test_none_is_made_beside_one_that_keeps_it(tmp_path: Path) -> None:
    examples = {"text": {"value": {"number": "1"}}, "number": {"value": {"number": 1}}}
    found = generated(tmp_path, requestBody=body("application/json", schema=NUMBER, examples=examples))
    assert curls(found).keys() == {"number"}


def test_a_body_that_nobody_can_make_is_left_out_if_it_may_be(tmp_path: Path) -> None:
    both = {"allOf": [PAIR, {"not": PAIR}]}
    found = generated(tmp_path, requestBody=body("application/json", required=False, schema=both))
    assert found.problems == ()
    assert "--data" not in curls(found)["example"]
    found = generated(tmp_path, requestBody=body("application/json", schema=both))
    assert curls(found) == {}
    assert "no example of a request was found for post" in found.problems[0].message


def test_a_made_segment_leads_nowhere_else(tmp_path: Path) -> None:
    dots = {"name": "thing", "in": "path", "required": True, "schema": {"pattern": r"^\.{1,3}$"}}
    found = generated(tmp_path, parameters=[dots])
    assert curls(found)["example"].endswith("/things/...\n")


def test_a_parameter_that_has_to_be_there_is_not_null(tmp_path: Path) -> None:
    kind = {"name": "kind", "in": "query", "required": True, "schema": {"enum": [None, "brass"]}}
    thing = {"name": "thing", "in": "path", "required": True, "schema": {"const": "iris"}}
    found = generated(tmp_path, parameters=[thing, kind])
    assert curls(found)["example"].endswith("/things/iris?kind=brass'\n")


def test_examples_are_called_by_short_and_different_names(tmp_path: Path) -> None:
    names = ["A b", "a-B", "é", "x" * 300, "x" * 299 + "y"]
    examples = {name: {"value": {"number": 1}} for name in names}
    found = generated(tmp_path, requestBody=body("application/json", schema=NUMBER, examples=examples))
    assert list(curls(found)) == ["A-b", "a-B-2", "e", "x" * 60, "x" * 60 + "-2"]


def test_where_no_server_is_known_the_environment_has_to_name_one(tmp_path: Path) -> None:
    texts = {file.path.rpartition("/")[2]: file.text for file in generated(tmp_path).files}
    assert '--url "${THINGS_BASE_URL:?set THINGS_BASE_URL}"/things/' in texts["curl.sh"]
    assert "\n@base_url = {{$processEnv THINGS_BASE_URL}}\n\n###" in texts["request.http"]


def test_a_made_body_has_what_is_required_and_what_has_an_example(tmp_path: Path) -> None:
    text = {"type": "string", "example": "told"}
    inner = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": text, "b": {"type": "string"}, "c": text},
    }
    schema = {"type": "object", "required": ["inner"], "properties": {"inner": inner, "d": text, "e": inner}}
    found = generated(tmp_path, requestBody=body("application/json", schema=schema))
    assert sent(found) == {"inner": {"a": "told", "c": "told"}, "d": "told"}


def test_a_made_body_is_not_empty_if_it_need_not_be(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "properties": {"a": False, "b": {"const": 1}, "c": {"const": 2}, "d": {"const": 3}},
    }
    found = generated(tmp_path, requestBody=body("application/json", schema=schema))
    assert sent(found) == {"b": 1}
    found = generated(tmp_path, requestBody=body("application/json", schema={**schema, "minProperties": 2}))
    assert sent(found) == {"b": 1, "c": 2}
