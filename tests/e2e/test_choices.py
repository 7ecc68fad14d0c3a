"""What a person chooses: a part of a description, names, and how to take what is not sound."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.command import oasmith

SHOP: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        f"/{tag}{suffix}": {
            method: {
                "tags": [tag],
                "operationId": f"{tag}_{verb}",
                "responses": {
                    "200": {
                        "description": "x",
                        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{tag}"}}},
                    }
                },
            }
        }
        for tag in ("carts", "orders")
        for suffix, method, verb in (("", "get", "list"), ("/all", "delete", "clear"))
    },
    "components": {
        "schemas": {
            "carts": {"type": "object", "properties": {"first": {"$ref": "#/components/schemas/item"}}},
            "orders": {"type": "object"},
            "item": {"type": "object"},
        }
    },
}


def written(folder: Path, document: dict[str, Any] = SHOP) -> Path:
    path = folder / "shop.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    return path


def operations(tree: Path) -> set[str]:
    return {path.stem for path in tree.glob("docs/operations/**/*.html")}


def schemas(tree: Path) -> set[str]:
    pages = [path.read_text("utf-8") for path in tree.glob("docs/schemas/*.html")]
    return {name for page in pages for name in re.findall(r'<(?:h2|li) id="(\w+)">', page)}


@pytest.mark.parametrize(
    ("flags", "operations_left", "schemas_left"),
    [
        (["--include-tag", "carts"], {"carts/list", "carts/clear"}, {"Carts", "Item"}),
        (["--include-path", "/orders/*"], {"orders/clear"}, {"Orders"}),
        (["--include-path", "/**"], {"carts/list", "carts/clear", "orders/list", "orders/clear"}, None),
        (["--include-operation", "carts_list"], {"carts/list"}, {"Carts", "Item"}),
        (["--exclude-tag", "carts"], {"orders/list", "orders/clear"}, {"Orders"}),
        (["--exclude-path", "/*/all"], {"carts/list", "orders/list"}, None),
        (["--include-tag", "carts", "--exclude-operation", "carts_clear"], {"carts/list"}, {"Carts", "Item"}),
    ],
)
def test_a_part_of_a_description_with_just_the_schemas_it_needs(
    flags: list[str], operations_left: set[str], schemas_left: set[str] | None, tmp_path: Path
) -> None:
    tree = tmp_path / "tree"
    ran = oasmith("generate", written(tmp_path), "-o", tree, *flags)
    assert ran.code == 0, ran.err
    found = {f"{path.parent.name}/{path.stem}" for path in tree.glob("docs/operations/*/*.html")}
    assert found == operations_left
    assert schemas(tree) == (schemas_left or {"Carts", "Orders", "Item"})


def test_a_choice_of_nothing_is_told_with_what_there_is(tmp_path: Path) -> None:
    ran = oasmith("generate", written(tmp_path), "-o", tmp_path / "tree", "--include-tag", "cart")
    assert ran.code == 2
    assert "'cart'" in ran.err
    assert "carts" in ran.err
    assert not (tmp_path / "tree").exists()


def test_the_settings_choose_and_name_as_well(tmp_path: Path) -> None:
    document = copy.deepcopy(SHOP)
    for path in ("/orders", "/orders/all"):
        for operation in document["paths"][path].values():
            operation["tags"] = ["orders of today"]
    written(tmp_path, document)
    (tmp_path / "pyproject.toml").write_text(
        """
        [tool.oasmith]
        description = "shop.yaml"
        output = "tree"
        include = { tags = ["orders of today"] }

        [tool.oasmith.names]
        "#/components/schemas/orders" = "Purchases"
        "orders_clear" = "forget"
        "orders of today" = "purchases"
        """,
        "utf-8",
    )
    ran = oasmith("generate", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert schemas(tmp_path / "tree") == {"Purchases"}
    assert operations(tmp_path / "tree") == {"orders_list", "forget"}
    assert (tmp_path / "tree" / "shop_client" / "resources" / "purchases.py").is_file()


def test_strict_accepts_no_repairs(tmp_path: Path) -> None:
    description = written(tmp_path, SHOP | {"info": {"title": "Shop", "version": 1}})
    assert oasmith("generate", description, "-o", tmp_path / "tree").code == 0
    ran = oasmith("generate", description, "-o", tmp_path / "strict", "--strict")
    assert ran.code == 2
    assert "/info/version: is 1, not a string" in ran.err
    assert not (tmp_path / "strict").exists()


def broken() -> dict[str, Any]:
    document = copy.deepcopy(SHOP)
    document["components"]["schemas"]["item"]["type"] = "thingy"
    document["paths"]["/orders"]["get"]["parameters"] = [{"name": "x", "in": "nowhere", "schema": {}}]
    return document


def test_lenient_leaves_out_what_is_broken_and_says_so(tmp_path: Path) -> None:
    description = written(tmp_path, broken())
    refused = oasmith("generate", description, "-o", tmp_path / "tree")
    assert refused.code == 2
    assert "'thingy'" in refused.err
    ran = oasmith("generate", description, "-o", tmp_path / "tree", "--lenient", "--json")
    assert ran.code == 0, ran.out
    problems = json.loads(ran.out)[0]["problems"]
    assert {problem["pointer"] for problem in problems} == {
        "/components/schemas/item",
        "/paths/~1orders/get/parameters/0",
    }
    assert operations(tmp_path / "tree") == {"list", "clear"}
    docs = (tmp_path / "tree" / "docs" / "markdown" / "README.md").read_text("utf-8")
    assert "What is not as described" in docs
    assert "`/paths/~1orders/get/parameters/0`" in docs


def test_lenient_leaves_out_references_that_lead_nowhere(tmp_path: Path) -> None:
    document = copy.deepcopy(SHOP)
    nowhere = {"$ref": "#/components/parameters/gone"}
    carts, orders = document["paths"]["/carts"]["get"], document["paths"]["/orders"]["get"]
    carts["parameters"] = [nowhere, {"name": "kept", "in": "query", "schema": {"type": "string"}}]
    orders["requestBody"] = {"$ref": "missing.yaml#/body"}
    document["paths"]["/gone"] = {"$ref": "#/components/pathItems/gone"}
    document["components"]["schemas"]["orders"]["properties"] = {"a": {"$ref": "http://127.0.0.1:9/a.json"}}
    document["components"]["schemas"]["item"] = {
        "oneOf": [{"$ref": "#/components/schemas/orders"}],
        "discriminator": {"propertyName": "a", "mapping": {"x": "#/components/schemas/gone"}},
    }
    description = written(tmp_path, document)
    assert oasmith("generate", description, "-o", tmp_path / "tree").code == 2
    ran = oasmith("generate", description, "-o", tmp_path / "tree", "--lenient", "--json")
    assert ran.code == 0, ran.out + ran.err
    problems = json.loads(ran.out)[0]["problems"]
    pointers = {problem["pointer"] for problem in problems}
    assert pointers == {
        "/paths/~1carts/get/parameters/0",
        "/paths/~1orders/get/requestBody",
        "/paths/~1gone",
        "/components/schemas/orders/properties/a",
        "/components/schemas/item",
    }
    assert all(problem["line"] and "$ref" in problem["message"] for problem in problems)
    assert operations(tmp_path / "tree") == {"list", "clear"}
    signature = (tmp_path / "tree" / "shop_client" / "resources" / "carts.py").read_text("utf-8")
    assert "kept: str | None = None" in signature
    docs = (tmp_path / "tree" / "docs" / "markdown" / "README.md").read_text("utf-8")
    assert all(f"`{pointer}`" in docs for pointer in pointers)


def test_what_a_client_cannot_do_is_in_the_summary_and_in_the_docs(tmp_path: Path) -> None:
    document = copy.deepcopy(SHOP)
    document["components"]["securitySchemes"] = {"digest": {"type": "http", "scheme": "digest"}}
    document["paths"]["/carts"]["get"]["parameters"] = [
        {"name": "my header", "in": "header", "schema": {"type": "string"}}
    ]
    ran = oasmith("generate", written(tmp_path, document), "-o", tmp_path / "tree", "--json")
    assert ran.code == 0, ran.out
    pointers = [problem["pointer"] for problem in json.loads(ran.out)[0]["problems"]]
    assert pointers == ["/components/securitySchemes/digest", "/paths/~1carts/get/parameters"]
    docs = (tmp_path / "tree" / "docs" / "markdown" / "README.md").read_text("utf-8")
    assert all(f"`{pointer}`" in docs for pointer in pointers)


def test_progress_is_told_while_it_goes_on_and_a_summary_at_the_end(tmp_path: Path) -> None:
    ran = oasmith("generate", written(tmp_path), "-o", tmp_path / "tree")
    stages = dict.fromkeys(line.partition(" ")[0] for line in ran.err.splitlines())
    assert list(stages) == ["reading", "validating", "interpreting", "emitting", "formatting", "publishing"]
    *new, needs, summary = ran.out.splitlines()
    tree = tmp_path / "tree"
    package, documentation = new
    assert re.fullmatch(rf"\+ {tree}/(\w+) \(\d+ files\): from \1 import \w+Client", package)
    assert documentation.startswith(f"+ {tree / 'docs'} (")
    assert documentation.endswith(f": open {tree / 'docs' / 'guide.html'}")
    assert needs == "The client needs: pip install httpx2 pydantic"
    count = len(list(tree.rglob("*.*"))) - 1  # the manifest is not listed
    assert summary.startswith(f"{tree}: {count} written, 0 removed, 0 unchanged (")


def test_timings_are_of_stages_and_processes(tmp_path: Path) -> None:
    ran = oasmith("generate", written(tmp_path), "-o", tmp_path / "tree", "--timings")
    stages, cpu, memory = ran.out.splitlines()[-3:]
    assert all(f" {stage} " in stages for stage in ("reading", "emitting", "formatting", "publishing"))
    assert cpu.startswith("CPU: this process ")
    assert memory.startswith("peak memory: this process ")
