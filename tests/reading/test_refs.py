"""A description of several files becomes one, and every reference leads somewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from oasmith.errors import OasmithError
from oasmith.reading.files import load
from oasmith.reading.pointers import fragment_pointer, look_up
from oasmith.reading.refs import bundle


def write(folder: Path, **files: Any) -> Path:
    for name, data in files.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    return folder / "root.yaml"


def document(**paths: Any) -> dict[str, Any]:
    return {"openapi": "3.1.1", "info": {"title": "t", "version": "1"}, "paths": paths}


def operation(schema: Any, **more: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"get": {"responses": {"200": {"description": "d", "content": content}}, **more}}


def target(whole: Any, reference: str) -> Any:
    assert reference.startswith("#/")
    return look_up(whole, fragment_pointer(reference[1:]))


def schema_at(whole: Any, path: str) -> Any:
    return whole["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]


def test_schemas_of_other_files_are_taken_in_with_what_they_refer_to(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        root=document(**{"/x": operation({"$ref": "other.yaml#/Thing"})}),
        other={"Thing": {"properties": {"next": {"$ref": "#/Thing"}, "to": {"$ref": "#/To"}}},
               "To": {"$ref": "root.yaml#/info/title"}},
    )  # fmt: skip
    whole = bundle(load(root))
    thing = target(whole, schema_at(whole, "/x")["$ref"])
    assert target(whole, thing["properties"]["next"]["$ref"]) is not None
    assert thing["properties"]["next"] == schema_at(whole, "/x")
    assert target(whole, thing["properties"]["to"]["$ref"]) == {"$ref": "#/info/title"}


def test_a_name_that_is_taken_gets_its_file_s_name_before_it(tmp_path: Path) -> None:
    root = document(**{"/x": operation({"$ref": "other.yaml#/Thing"})})
    root["components"] = {"schemas": {"Thing": {"type": "string"}}}
    whole = bundle(load(write(tmp_path, root=root, other={"Thing": {"type": "integer"}})))
    assert whole["components"]["schemas"] == {"Thing": {"type": "string"}, "other_Thing": {"type": "integer"}}
    assert schema_at(whole, "/x") == {"$ref": "#/components/schemas/other_Thing"}


def test_parameters_responses_and_path_items_of_other_files(tmp_path: Path) -> None:
    parameter = {"name": "p", "in": "query", "schema": {"type": "string"}}
    root = write(
        tmp_path,
        root=document(**{"/x": {"$ref": "paths.yaml#/~1x"}, "/y": {"$ref": "paths.yaml#/a%20b"}}),
        paths={
            "/x": operation({"type": "string"}, parameters=[{"$ref": "parts.yaml#/p"}]),
            "a b": {"get": {"responses": {"200": {"$ref": "parts.yaml#/r"}}}},
        },
        parts={"p": parameter, "r": {"description": "r"}},
    )
    whole = bundle(load(root))
    x, y = (target(whole, whole["paths"][path]["$ref"]) for path in ("/x", "/y"))
    assert target(whole, x["get"]["parameters"][0]["$ref"]) == parameter
    assert target(whole, y["get"]["responses"]["200"]["$ref"]) == {"description": "r"}


def test_circles_between_files(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        root=document(**{"/x": operation({"$ref": "a.yaml#/A"})}),
        a={"A": {"properties": {"b": {"$ref": "b.yaml#/B"}}}},
        b={"B": {"properties": {"a": {"$ref": "a.yaml#/A"}}}},
    )
    whole = bundle(load(root))
    a = target(whole, schema_at(whole, "/x")["$ref"])
    b = target(whole, a["properties"]["b"]["$ref"])
    assert b["properties"]["a"] == schema_at(whole, "/x")


def test_every_reference_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        root=document(
            **{
                "/a": operation({"$ref": "#/components/schemas/Nothing"}),
                "/b": operation({"$ref": "gone.yaml#/A"}),
                "/c": operation({"$ref": "http://example.com/x.yaml"}),
            }
        ),
    )
    with pytest.raises(OasmithError) as raised:
        bundle(load(root))
    messages = [str(problem) for problem in raised.value.problems]
    assert len(messages) == 3
    for message, told in zip(
        messages, ("leads nowhere", "there is no such file", "another host"), strict=True
    ):
        assert told in message
        assert "root.yaml:" in message
        assert "/responses/200/content/application~1json/schema" in message
