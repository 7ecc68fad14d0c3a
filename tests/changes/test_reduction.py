"""What is the same in two big descriptions is left out of their comparison, which finds the same changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import oasmith
import pytest
from oasmith.changes import compare as comparison
from oasmith.changes.model import Report, report
from oasmith.changes.reduction import reduced
from oasmith.changes.surface import surface_changes, surface_of
from oasmith.changes.wire import wire_changes
from oasmith.settings import Target
from oasmith.structure import join_pointer

TARGET = Target(Path("openapi.json"), Path("out"))
REF = "#/components/schemas/"


def big() -> dict[str, Any]:
    """A description with many operations, which share some components."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {
        "Owner": {"type": "object", "properties": {"name": {"type": "string"}}},
        "Error": {"type": "object", "properties": {"code": {"type": "integer"}}},
    }
    for index in range(105):
        schemas[f"Item{index}"] = {
            "type": "object",
            "required": ["id"],
            "properties": {"id": {"type": "string"}, "part": {"type": "object", "properties": {"a": {}}}},
        }
        if index % 10 == 0:
            schemas[f"Item{index}"]["properties"]["owner"] = {"$ref": f"{REF}Owner"}
        body = {"content": {"application/json": {"schema": {"$ref": f"{REF}Item{index}"}}}}
        error = {"$ref": "#/components/responses/Failed"}
        paths[f"/items{index}/{{id}}"] = {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "put": {
                "operationId": f"item{index}_put",
                "tags": [f"group {index % 7}"],
                "requestBody": {"required": True, **body},
                "responses": {"200": {"description": "ok", **body}, "default": error},
            },
        }
    schemas["Item2"]["properties"]["part"]["title"] = "Screw"
    schemas["Item9"]["properties"]["pet"] = {"$ref": f"{REF}Pet"}
    schemas["Pet"] = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
        "discriminator": {"propertyName": "kind"},
    }
    schemas["Dog"] = {"allOf": [{"$ref": f"{REF}Pet"}, {"properties": {"age": {"type": "integer"}}}]}
    schemas["Puppy"] = {"allOf": [{"$ref": f"{REF}Dog"}, {"properties": {"name": {"type": "string"}}}]}
    schemas["Unused"] = {"type": "object", "properties": {"first": {"type": "string"}}}
    schemas["Happening"] = {"type": "object", "properties": {"item": {"$ref": f"{REF}Item7"}}}
    happened = {"content": {"application/json": {"schema": {"$ref": f"{REF}Happening"}}}}
    webhook = {"post": {"requestBody": happened, "responses": {"200": {"description": "ok"}}}}
    failed = {"description": "x", "content": {"application/json": {"schema": {"$ref": f"{REF}Error"}}}}
    return deepcopy(
        {
            "openapi": "3.1.1",
            "info": {"title": "Big", "version": "1"},
            "paths": paths,
            "webhooks": {f"happened {index}": webhook for index in range(5)},
            "components": {"schemas": schemas, "responses": {"Failed": failed}},
        }
    )


def whole(old: Any, new: Any) -> Report:
    """The comparison without leaving anything out."""
    surfaces = (surface_of(document, TARGET) for document in (old, new))
    return report([*wire_changes(old, new), *surface_changes(*surfaces)])


def remove_path(document: Any) -> None:
    del document["paths"]["/items10/{id}"]  # which uses what other operations use as well


def rename_operation(document: Any) -> None:
    document["paths"]["/items3/{id}"]["put"]["operationId"] = "item4_put"
    document["paths"]["/items4/{id}"]["put"]["operationId"] = "item3_put"


def require_in_shared(document: Any) -> None:
    document["components"]["schemas"]["Owner"]["required"] = ["name"]


def change_response(document: Any) -> None:
    document["components"]["responses"]["Failed"]["content"]["application/json"]["schema"] = {
        "type": "string"
    }


def add_tag_and_schema(document: Any) -> None:
    document["paths"]["/items5/{id}"]["put"]["tags"] = ["new"]
    document["components"]["schemas"]["Item5Part"] = {"type": "string"}
    document["components"]["schemas"]["Item5"]["properties"]["more"] = {"$ref": f"{REF}Item5Part"}


def secure_all(document: Any) -> None:
    document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"key": []}]


def require_in_webhook(document: Any) -> None:
    document["components"]["schemas"]["Happening"]["required"] = ["item"]


def change_webhook(document: Any) -> None:
    del document["webhooks"]["happened 3"]["post"]["requestBody"]


def change_unused(document: Any) -> None:
    document["components"]["schemas"]["Unused"]["required"] = ["first"]


def add_extension(document: Any) -> None:
    document["components"]["schemas"]["Cat"] = {
        "allOf": [{"$ref": f"{REF}Pet"}, {"properties": {"color": {"type": "string"}}}]
    }


def change_extension(document: Any) -> None:
    document["components"]["schemas"]["Puppy"]["allOf"][1]["required"] = ["name"]


def use_title_in_unused(document: Any) -> None:
    document["components"]["schemas"]["Unused"]["properties"]["screw"] = {
        "type": "object",
        "title": "Screw",
        "properties": {"owner": {"$ref": f"{REF}Owner"}},
    }


def use_title_elsewhere(document: Any) -> None:
    document["paths"]["/items2/{id}"]["put"]["description"] = "Changed."  # so that the item is left
    document["paths"]["/items7/{id}"]["put"]["responses"]["404"] = {
        "description": "no",
        "content": {"application/json": {"schema": {
            "type": "object", "title": "Screw", "properties": {"b": {"type": "string"}}}}},
    }  # fmt: skip


def same_title_in_unused(document: Any) -> None:
    schemas = document["components"]["schemas"]
    schemas["Unused"]["properties"]["screw"] = deepcopy(schemas["Item2"]["properties"]["part"])


EDITS = [
    change_unused,
    add_extension,
    change_extension,
    use_title_in_unused,
    use_title_elsewhere,
    same_title_in_unused,
    require_in_webhook,
    change_webhook,
    remove_path,
    rename_operation,
    require_in_shared,
    change_response,
    add_tag_and_schema,
    secure_all,
]


@pytest.mark.parametrize("edit", EDITS)
def test_the_same_changes_are_found(edit: Callable[[Any], None]) -> None:
    old, new = big(), big()
    edit(new)
    for before, after in ((old, new), (new, old)):
        parts = reduced(before, after)
        assert comparison.compare(before, after, TARGET) == whole(before, after)
        if edit in (remove_path, rename_operation, require_in_shared, add_tag_and_schema):
            assert len(json.dumps(parts)) < len(json.dumps((before, after))) / 2


def test_documents_are_not_changed() -> None:
    old, new = big(), big()
    remove_path(new)
    copies = deepcopy((old, new))
    reduced(old, new)
    assert (old, new) == copies


@pytest.mark.parametrize("edit", EDITS)
def test_files_are_compared_like_documents(tmp_path: Path, edit: Callable[[Any], None]) -> None:
    old, new = big(), big()
    edit(new)
    for name, document in (("old.json", old), ("new.json", new)):
        (tmp_path / name).write_text(json.dumps(document), "utf-8")
    found = oasmith.diff(tmp_path / "old.json", tmp_path / "new.json")
    assert found == whole(old, new).without_docs()


def in_path(path: str) -> dict[str, Any]:
    """A reference to the schema of a response in a path item."""
    parts = ("paths", path, "put", "responses", "200", "content", "application/json", "schema")
    return {"$ref": "#" + join_pointer(parts)}


@pytest.mark.parametrize("edited", ["Item2", "Item3"])
def test_references_into_path_items_are_followed(edited: str) -> None:
    old = big()
    old["components"]["schemas"]["Item5"]["properties"]["other"] = in_path("/items2/{id}")
    response = old["paths"]["/items6/{id}"]["put"]["responses"]["200"]
    response["content"]["application/json"]["schema"] = in_path("/items5/{id}")
    new = deepcopy(old)
    new["components"]["schemas"][edited]["required"] = ["id", "part"]
    for before, after in ((old, new), (new, old)):
        assert comparison.compare(before, after, TARGET) == whole(before, after)


def test_another_file_may_refer_to_anything(tmp_path: Path) -> None:
    for name, required in (("old", []), ("new", ["first"])):
        document = big()
        document["components"]["schemas"]["Unused"]["required"] = required
        document["components"]["schemas"]["Item7"]["properties"]["other"] = {"$ref": "more.json#/Other"}
        other = {"type": "object", "properties": {"a": {"$ref": "openapi.json#/components/schemas/Unused"}}}
        (tmp_path / name).mkdir()
        (tmp_path / name / "openapi.json").write_text(json.dumps(document), "utf-8")
        (tmp_path / name / "more.json").write_text(json.dumps({"Other": other}), "utf-8")
    found = oasmith.diff(tmp_path / "old" / "openapi.json", tmp_path / "new" / "openapi.json")
    assert {change.pointer for change in found.changes} == {"/components/schemas/Unused/properties/first"}


def large(document: dict[str, Any]) -> str:
    """A description with a text that makes its file so large that two processes read the files."""
    info = {**document["info"], "description": "x" * 2_100_000}
    return json.dumps({**document, "info": info})


def test_two_processes_find_the_same_changes(tmp_path: Path) -> None:
    old, new = big(), big()
    require_in_shared(new)
    remove_path(new)
    for name, document in (("old.json", old), ("new.json", new)):
        (tmp_path / name).write_text(large(document), "utf-8")
    found = oasmith.diff(tmp_path / "old.json", tmp_path / "new.json")
    assert found == whole(old, new).without_docs()


def test_two_processes_compare_different_versions(tmp_path: Path) -> None:
    old, new = big(), big()
    require_in_shared(new)
    (tmp_path / "old.json").write_text(large({**old, "openapi": "3.2.0"}), "utf-8")
    (tmp_path / "new.json").write_text(large(new), "utf-8")
    found = oasmith.diff(tmp_path / "old.json", tmp_path / "new.json")
    assert found == whole(old, new).without_docs()


@pytest.mark.parametrize("broken", [{"old.json"}, {"new.json"}, {"old.json", "new.json"}])
def test_the_first_of_two_large_files_that_is_wrong_is_named(tmp_path: Path, broken: set[str]) -> None:
    for name in ("old.json", "new.json"):
        document = {"openapi": "9"} if name in broken else {}
        (tmp_path / name).write_text(large({**big(), **document}), "utf-8")
    with pytest.raises(oasmith.OasmithError) as found:
        oasmith.diff(tmp_path / "old.json", tmp_path / "new.json")
    assert found.value.problems[0].file == str(tmp_path / max(broken))


def test_what_is_no_description_is_left_as_it_is() -> None:
    documents: list[Any] = [[], {"paths": []}, {"paths": {}, "components": {"schemas": []}}]
    for document in documents:
        assert reduced(document, document) == (document, document)
