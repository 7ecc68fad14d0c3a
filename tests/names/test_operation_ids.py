"""Operation ids of frameworks are shortened to what a person would call the method, and others are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice, permutations
from pathlib import Path
from typing import Any

import pytest
from oasmith import check, generate
from oasmith.api.build import build
from oasmith.names import snake_case
from oasmith.operation_ids import function_names
from oasmith.reading import normal_form, read
from oasmith.settings import read_targets
from support.paths import CORPUS

FRAMEWORKS = CORPUS.parent / "frameworks"

Described = tuple[str, str, str | None, str]
"""Method, path, tag and operation id."""


def document(operations: Sequence[Described], **more: Any) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for method, path, tag, identity in operations:
        node: dict[str, Any] = {"operationId": identity, "responses": {"204": {"description": "x"}}}
        paths.setdefault(path, {})[method] = node | ({"tags": [tag]} if tag else {})
    return {"openapi": "3.1.1", "info": {"title": "T", "version": "1"}, "paths": paths, **more}


def named(operations: Sequence[Described], **more: Any) -> dict[str, str]:
    """``group.method`` by operation id."""
    api = build(normal_form(document(operations, **more)))
    return {
        operation.id: f"{operation.group}.{operation.name}" if operation.group else operation.name
        for operation in api.operations
    }


CASES: dict[str, tuple[Described, str]] = {
    "fastapi": (("get", "/items/{item_id}", "items", "read_item_items__item_id__get"), "items.read_item"),
    "fastapi, slash at the end": (
        ("post", "/items/", "items", "create_item_items__post"),
        "items.create_item",
    ),
    "fastapi, dash": (("get", "/items-paged", "x", "list_paged_items_paged_get"), "x.list_paged"),
    "fastapi, root": (("get", "/", None, "root__get"), "root"),
    "fastapi, no tag": (("get", "/users/me", None, "read_me_users_me_get"), "read_me"),
    "fastapi, function like the path": (("get", "/form", "x", "form_form_get"), "x.form"),
    "fastapi, the group": (("get", "/pets/", "pets", "list_pets_pets__get"), "pets.list"),
    "fastapi, the group in the singular": (("get", "/pets/", "Pet", "list_pets_pets__get"), "pet.list_pets"),
    "fastapi, one of the group": (("post", "/pets/", "pets", "create_pet_pets__post"), "pets.create_pet"),
    "fastapi, verb for one thing": (("get", "/flows", "Flows", "read_flows_flows_get"), "flows.read_flows"),
    "fastapi, another path": (("get", "/things", "x", "read_item_items_get"), "x.read_item_items_get"),
    "nest": (("post", "/cats", "cats", "CatsController_create"), "cats.create"),
    "nest, another tag": (("post", "/cats", "animals", "CatsController_create"), "animals.create"),
    "nest, camel case": (("get", "/cats", "cats", "CatsController_findAll"), "cats.find_all"),
    "nest, dot": (("get", "/cats", "cats", "CatController.findAll"), "cats.find_all"),
    "nest, version": (("get", "/cats", None, "AppController_getHello_v1"), "get_hello_v1"),
    "litestar": (("get", "/api/v1/pets", "Pets", "ApiV1PetsListPets"), "pets.list"),
    "litestar, parameter": (("get", "/jobs/{job_id}", "Jobs", "JobsJobIdGetJob"), "jobs.get_job"),
    "litestar, typed parameter": (("get", "/jobs/{job_id:int}", "x", "JobsJobIdGetJob"), "x.get_job"),
    "litestar, same word": (("get", "/text", "Misc", "TextText"), "misc.text"),
    "litestar, no tag": (("get", "/jobs", None, "JobsListJobs"), "list_jobs"),
    "not litestar": (("post", "/user", None, "UserCreate"), "user_create"),
    "not litestar, part of a word": (("get", "/o", "tokens", "OAuth2GetScope"), "tokens.oauth2_get_scope"),
    "spring": (("get", "/pets/{id}", "pet-controller", "getPet_1"), "pet.get_pet"),
    "spring, not numbered": (("get", "/pets", "pet-controller", "list"), "pet.list"),
    "not spring": (("get", "/steps", "x", "step_1"), "x.step_1"),
    "drf": (("get", "/books/{id}/", "books", "books_partial_update"), "books.partial_update"),
    "drf, several words": (
        ("get", "/books-cursor/", "books-cursor", "books_cursor_list"),
        "books_cursor.list",
    ),
    "huma": (("get", "/notes/{id}", "Notes", "get-notes-by-id"), "notes.get_by_id"),
    "huma, own id": (("get", "/notes", "Notes", "list-notes"), "notes.list"),
    "ninja": (("post", "/things", None, "__main___create_thing"), "create_thing"),
    "ninja, the group": (("get", "/things", "things", "__main___list_things"), "things.list"),
    "ninja, a module": (("get", "/items", "shop", "store_api_list_items"), "shop.store_api_list_items"),
    "tag at both ends": (("get", "/pets", "pets", "pets.list_pets"), "pets.list"),
    "tag at both ends, of a thing": (("get", "/pets/{id}", "pets", "pets_get_pet"), "pets.get"),
    "tag at both ends, a joint": (
        ("get", "/x", "pets", "pets.list_owners_of_pets"),
        "pets.list_owners_of_pets",
    ),
    "tag at the end": (("get", "/pets", "pets", "listPets"), "pets.list"),
    "tag in the singular": (("get", "/pets", "pet", "list_pets"), "pet.list"),
    "item of a plural tag": (("post", "/pets", "pets", "createPet"), "pets.create"),
    "many words": (("get", "/runs/{id}", "Flow Runs", "read_flow_run"), "flow_runs.read"),
    "verb for one thing": (("get", "/assets", "Asset", "get_assets"), "asset.get_assets"),
    "verb for many things": (("post", "/flows", "Flows", "count_flows"), "flows.count"),
    "joint": (("get", "/x", "pets", "list_owners_of_pets"), "pets.list_owners_of_pets"),
    "prefix": (("get", "/x", "repos", "repos/list-for-org"), "repos.list_for_org"),
    "prefix before a joint": (("get", "/x", "repos", "repos-for-me"), "repos.repos_for_me"),
    "keyword": (("delete", "/x", "cats", "CatsController_del"), "cats.del_"),
    "part of a segment": (
        ("get", "/paymentMethods", "Payments", "get-paymentMethods"),
        "payments.get_payment_methods",
    ),
    "whole id": (("get", "/pets", "pets", "pets"), "pets.pets"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_short_name(case: str) -> None:
    described, expected = CASES[case]
    assert named([described]) == {described[3]: expected}


def test_a_short_name_that_two_claim_is_nobodys() -> None:
    cats = ("get", "/cats", "animals", "CatsController_get")
    dogs = ("get", "/dogs", "animals", "DogsController_get")
    assert named([cats, dogs]) == {
        "CatsController_get": "animals.cats_get",
        "DogsController_get": "animals.dogs_get",
    }
    first = ("get", "/a", "x", "read_a_get")
    second = ("get", "/b", "x", "read_b_get")
    assert named([first, second]) == {"read_a_get": "x.read_a_get", "read_b_get": "x.read_b_get"}


def test_who_bears_a_short_name_keeps_it() -> None:
    operations = [
        ("get", "/pets/{id}", "x", "getPet"),
        ("get", "/shops/{id}", "x", "getPet_1"),
        ("get", "/pets", "pets", "list"),
        ("get", "/v2/pets", "pets", "listPets"),
        ("get", "/cats", "cats", "cats.list"),
        ("get", "/v2/cats", "cats", "cats.list_cats"),
    ]
    expected = {
        "getPet": "x.get_pet",
        "getPet_1": "x.get_pet_1",
        "list": "pets.list",
        "listPets": "pets.list_pets",
        "cats.list": "cats.cats_list",
        "cats.list_cats": "cats.list_cats",
    }
    for order in islice(permutations(operations), 0, None, 7):
        assert named(list(order)) == expected


def test_another_group_does_not_matter() -> None:
    operations = [
        ("get", "/cats", "cats", "CatsController_get"),
        ("get", "/dogs", "dogs", "DogsController_get"),
        ("get", "/x", "shop-controller", "getPet"),
        ("get", "/y", "pet-controller", "getPet_1"),
    ]
    assert set(named(operations).values()) == {"cats.get", "dogs.get", "shop.get_pet", "pet.get_pet"}


def test_names_can_be_asked_for() -> None:
    operations = document([("get", "/cats", "cats", "CatsController_get")])
    operations["paths"]["/cats"]["get"]["x-oasmith-name"] = "fetch"
    api = build(normal_form(operations))
    assert [operation.name for operation in api.operations] == ["fetch"]


def test_short_names_can_be_turned_off() -> None:
    operations: Sequence[Described] = [
        ("get", "/items/{id}", "items", "read_item_items__id__get"),
        ("get", "/pets", "pets", "list_pets"),
        ("get", "/pets/{id}", "pet-controller", "getPet"),
    ]
    assert list(named(operations, **{"x-oasmith-short-names": False}).values()) == [
        "items.read_item_items_id_get",
        "pets.list_pets",
        "pet_controller.get_pet",
    ]


def test_the_setting_turns_them_off(tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(
        '{"openapi": "3.1.1", "info": {"title": "T", "version": "1"}, "paths": {"/pets": {"get": '
        '{"operationId": "list_pets_pets_get", "responses": {"204": {"description": "x"}}}}}}'
    )
    text = '[tool.oasmith]\ndescription = "openapi.json"\noutput = "out"\nproducts = ["client"]\n'
    for setting, name in (("", "list_pets"), ("short-names = false\n", "list_pets_pets_get")):
        (tmp_path / "pyproject.toml").write_text(text + setting)
        (target,) = read_targets(tmp_path / "pyproject.toml")
        generate(target)
        assert f"def {name}(" in (tmp_path / "out" / "t_client" / "client.py").read_text("utf-8")
        assert not any(checked.drift for checked in check(target))


def test_schemas_in_operations_go_by_the_short_name() -> None:
    operations = document([("post", "/items/", "items", "create_item_items__post")])
    body = {"type": "object", "properties": {"a": {"type": "string"}}}
    operation = operations["paths"]["/items/"]["post"]
    operation["requestBody"] = {"content": {"application/json": {"schema": body}}}
    operations["components"] = {"schemas": {"Body_create_item_items__post": body}}
    assert set(build(normal_form(operations)).schemas) == {"CreateItemRequest", "CreateItemBody"}


@pytest.mark.parametrize("name", ["fastapi.json", "prefect.json", "nest.json", "litestar.json", "ninja.json"])
def test_no_method_of_a_framework_has_its_path_in_its_name(name: str) -> None:
    path = FRAMEWORKS / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    api = build(normal_form(read(path).document))
    short = {
        operation.id: function_names(operation.id, operation.path, next(iter(operation.tags), None))[0]
        for operation in api.operations
    }
    for group in {operation.group for operation in api.operations}:
        members = [operation for operation in api.operations if operation.group == group]
        claims = Counter(snake_case(short[operation.id]) for operation in members)
        for operation in members:
            name = snake_case(short[operation.id])
            assert claims[name] > 1 or operation.name.rstrip("_") == name.rstrip("_")
