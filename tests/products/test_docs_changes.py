"""The page with what changed since an older description, which the setting ``changes-since`` names."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import oasmith
import pytest
from oasmith.changes.report import markdown
from oasmith.changes.stored import STORED
from oasmith.errors import OasmithError
from oasmith.pipeline import build_files, generate_target
from oasmith.settings import Target, read_targets
from support.paths import ROOT, SPEC


def ref(section: str, name: str) -> Any:
    return {"$ref": f"#/components/{section}/{name}"}


def content(schema: Any) -> Any:
    return {"content": {"application/json": {"schema": schema}}}


def old() -> Any:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Zoo", "version": "1.0"},
        "servers": [{"url": "https://zoo.example"}],
        "paths": {
            "/animals": {
                "get": {
                    "operationId": "list",
                    "parameters": [
                        {"name": "kind", "in": "query", "schema": {"type": "string"}},
                        {"name": "page", "in": "query", "schema": {"type": "integer"}},
                        ref("parameters", "Limit"),
                    ],
                    "responses": {"200": {"description": "All", **content(ref("schemas", "Animals"))}},
                },
                "post": {
                    "operationId": "add",
                    "requestBody": {"required": True, **content({
                        "type": "object",
                        "properties": {"name": {"type": "string"}, "home": {"type": "object", "properties": {
                            "city": {"type": "string", "maxLength": 20}}}},
                    })},
                    "responses": {"201": {"description": "Added"}, "409": ref("responses", "Taken")},
                },
            },
            "/keepers": {
                "parameters": [ref("parameters", "Limit")],
                "get": {"operationId": "keepers", "responses": {"204": {"description": "None"}}},
            },
            "/cages": {"get": {"operationId": "cages", "responses": {"204": {"description": "None"}}}},
        },
        "components": {
            "parameters": {"Limit": {"name": "limit", "in": "query", "schema": {
                "type": "integer", "maximum": 100}}},
            "responses": {"Taken": {"description": "Taken", **content({"type": "object", "properties": {
                "code": {"type": "string"}}})}},
            "schemas": {
                "Animals": {"type": "array", "items": ref("schemas", "Animal")},
                "Animal": {"type": "object", "required": ["id"], "properties": {
                    "id": {"type": "string"}, "age": {"type": "integer"}, "colour": {"type": "string"}}},
                "Cage": {"type": "object", "properties": {"width": {"type": "number"}}},
            },
        },
    }  # fmt: skip


def new() -> Any:
    document = copy.deepcopy(old())
    document["info"]["version"] = "2.0"
    paths, components = document["paths"], document["components"]
    del paths["/cages"]
    del paths["/animals"]["get"]["parameters"][0]
    added = {"name": "order", "in": "query", "required": True, "schema": {"type": "string"}}
    paths["/animals"]["get"]["parameters"].append(added)
    body = paths["/animals"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body["properties"]["home"]["properties"]["city"]["maxLength"] = 10
    paths["/animals"]["post"]["responses"]["422"] = {"description": "Broken"}
    components["parameters"]["Limit"]["schema"]["maximum"] = 50
    taken = components["responses"]["Taken"]["content"]["application/json"]["schema"]
    taken["properties"]["code"]["type"] = "integer"
    animal = components["schemas"]["Animal"]
    del animal["properties"]["colour"]
    animal["properties"]["age"]["minimum"] = 0
    animal["properties"]["tail"] = {"type": "boolean"}
    escaped = {
        "requestBody": content({"type": "string"}),
        "responses": {"204": {"description": "Heard"}},
    }
    document["webhooks"] = {"escaped": {"post": escaped}}
    return document


def written(folder: Path) -> Path:
    (folder / "old.json").write_text(json.dumps(old()), "utf-8")
    (folder / "new.json").write_text(json.dumps(new()), "utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return written(tmp_path)


def target(project: Path, since: str = "old.json", **settings: Any) -> Target:
    settings.setdefault("products", ("docs",))
    return Target(project / "new.json", project / "out", changes_since=project / since, **settings)


def site(chosen: Target) -> dict[str, str]:
    files = build_files(chosen, lambda stage, done: None).files
    return {file.path.removeprefix("docs/"): file.text for file in files if file.path.startswith("docs/")}


def items(page: str) -> list[tuple[str, str, dict[str, str]]]:
    """The changes of the page in HTML: verdict, kind, and the addresses of links by their texts."""
    found = []
    for section in page.split("<h2 ")[1:]:
        verdict = re.match('id="(.*?)"', section)
        assert verdict
        for item in section.split("<li>")[1:]:
            kind = re.search('<p class="about">.*?<code>(.*?)</code>', item)
            assert kind
            links = re.findall(r'<a href="(.*?)">(.*?)</a>', item)
            found.append((verdict[1], kind[1], {text: address for address, text in links}))
    return found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The reference of the newer description, with the page."""
    return site(target(written(tmp_path_factory.mktemp("zoo"))))


def test_the_page_lists_the_changes_of_the_command(project: Path, pages: dict[str, str]) -> None:
    report = oasmith.diff(project / "old.json", project / "new.json")
    page = pages["changes.html"]
    assert [(verdict, kind) for verdict, kind, _ in items(page)] == [
        (change.verdict, change.id) for change in report.changes
    ]
    assert "Version 2.0, compared with version 1.0" in page
    text = pages["markdown/changes.md"]
    assert markdown(report).partition("\n")[0] in text
    assert re.findall("^## .*", text, re.MULTILINE) == [
        line.removeprefix("#") for line in markdown(report).splitlines() if line.startswith("### ")
    ]
    assert text.count("\n- ") == len(report.changes)
    assert "`int | None`" in text


@pytest.mark.parametrize(
    ("kind", "links"),
    [
        ("request-required-parameter-added", {
            "GET /animals: order": "operations/list.html#parameter-query-order",
        }),
        # What is gone has the link of what it was in.
        ("request-parameter-removed", {"GET /animals": "operations/list.html"}),
        ("operation-removed", {}),
        ("request-parameter-maximum-decreased", {
            "GET /animals: limit": "operations/list.html#parameter-query-limit",
            "GET /keepers: limit": "operations/keepers.html#parameter-query-limit",
        }),
        ("request-property-max-length-decreased", {
            "AddRequestHome.city": "schemas/client.html#AddRequestHome.city",
        }),
        ("response-status-added", {"POST /animals: 422": "operations/add.html#response-422"}),
        ("response-property-removed", {"Animal": "schemas/client.html#Animal"}),
        ("response-property-minimum-added", {"Animal.age": "schemas/client.html#Animal.age"}),
        ("webhook-added", {"Webhooks": "index.html#webhooks"}),
        ("response-property-added", {"Animal.tail": "schemas/client.html#Animal.tail"}),
    ],
)  # fmt: skip
def test_each_change_has_links_to_its_places(pages: dict[str, str], kind: str, links: dict[str, str]) -> None:
    found = [own for _, other, own in items(pages["changes.html"]) if other == kind]
    assert found == [links]


def test_each_link_leads_to_a_place(pages: dict[str, str]) -> None:
    addresses = re.findall(r'href="([^"]*)"', pages["changes.html"].partition("<main")[2])
    assert len(addresses) > 10
    for address in addresses:
        path, _, name = address.partition("#")
        assert not name or f' id="{name}"' in pages[path], address
    links = re.findall(r"\]\(([^)]*)\)", pages["markdown/changes.md"])
    assert len(links) > 10
    for link in links:
        path, _, name = link.partition("#")
        assert not name or f'<a id="{name}"></a>' in pages[f"markdown/{path}"], link


def test_the_page_is_found_from_the_others(pages: dict[str, str]) -> None:
    assert '<a href="changes.html">What changed</a> since version 1.0' in pages["index.html"]
    assert '<a href="../changes.html">' in pages["operations/list.html"]
    assert '["What changed", "changes"]' in pages["navigation.js"]
    assert "[What changed](changes.md) since version 1.0" in pages["markdown/README.md"]
    assert "[What changed](markdown/changes.md)" in pages["llms.txt"]


def test_without_the_setting_there_is_no_page(project: Path) -> None:
    pages = site(Target(project / "new.json", project / "out", products=("docs",)))
    assert not any("changes" in path for path in pages)
    assert not any("What changed" in text for path, text in pages.items() if path != "script.js")


def test_a_description_without_changes_has_a_page_that_says_so(project: Path) -> None:
    page = site(target(project, "new.json"))["changes.html"]
    assert "<p>No changes.</p>" in page
    assert items(page) == []


def test_the_stored_description_of_a_release_can_be_compared_with(
    project: Path, pages: dict[str, str]
) -> None:
    before = Target(project / "old.json", project / "before", products=("docs",))
    generate_target(before, lambda stage, done: None)
    (project / "before" / STORED).rename(project / "v1.json")
    assert site(target(project, "v1.json")) == pages


def test_repeated_runs_give_the_same_bytes_and_the_older_description_is_an_input(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        '[tool.oasmith]\ndescription = "new.json"\noutput = "out"\nproducts = ["docs"]\n'
        'changes-since = "old.json"\n', "utf-8"
    )  # fmt: skip
    targets = oasmith.configured_targets(project)
    oasmith.generate(targets)
    page = project / "out/docs/changes.html"
    first = page.read_bytes()
    (again,) = oasmith.generate(replace(targets[0], cache=False))
    assert again.changes.written == ()
    assert page.read_bytes() == first
    assert [checked.drift for checked in oasmith.check(targets)] == [()]
    manifest = json.loads((project / "out/.oasmith.json").read_text("utf-8"))
    assert set(manifest["description"]) == {"new.json", "old.json"}
    (project / "old.json").write_text((project / "new.json").read_text("utf-8"), "utf-8")
    (checked,) = oasmith.check(targets)
    assert "docs/changes.html" in {drift.path for drift in checked.drift}
    oasmith.generate(targets)
    assert "No changes." in page.read_text("utf-8")


def test_a_lock_has_the_older_description(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        '[tool.oasmith]\ndescription = "new.json"\noutput = "out"\nproducts = ["docs"]\n'
        'changes-since = "old.json"\n', "utf-8"
    )  # fmt: skip
    oasmith.lock(oasmith.configured_targets(project), project)
    assert set(json.loads((project / "oasmith.lock").read_text("utf-8"))["local"]) == {"new.json", "old.json"}


def test_names_and_selections_need_not_match_the_older_description(project: Path) -> None:
    document = new()
    document["paths"]["/tails"] = {
        "get": {"operationId": "tails", "tags": ["tails"], "responses": {"204": {"description": "None"}}}
    }
    (project / "new.json").write_text(json.dumps(document), "utf-8")
    settings = project / "pyproject.toml"
    settings.write_text(
        '[tool.oasmith]\ndescription = "new.json"\noutput = "out"\nproducts = ["docs"]\n'
        'changes-since = "old.json"\ninclude = { tags = ["tails"] }\nnames = { tails = "all_tails" }\n',
        "utf-8",
    )  # fmt: skip
    (found,) = read_targets(settings)
    kinds = [kind for _, kind, _ in items(site(found)["changes.html"])]
    assert kinds.count("operation-added") == 1


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda path: None, "old.json"),
        (lambda path: path.write_text("{", "utf-8"), "old.json"),
        (lambda path: path.write_text('{"openapi": "3.1.0", "info": 1, "paths": []}', "utf-8"), "old.json"),
        (
            lambda path: path.write_text(json.dumps(old()).replace('"number"', '"digits"'), "utf-8"),
            "old.json",
        ),
    ],
)
def test_a_wrong_older_description_is_an_error_with_its_name(
    project: Path, write: Callable[[Path], Any], message: str
) -> None:
    (project / "old.json").unlink()
    write(project / "old.json")
    with pytest.raises(OasmithError) as raised:
        site(target(project))
    assert all(message in problem.file for problem in raised.value.problems)


def test_a_wrong_setting_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[tool.oasmith]\ndescription = "a.yaml"\noutput = "out"\nchanges-since = 1\n', "utf-8")
    with pytest.raises(OasmithError, match="changes-since = 1"):
        read_targets(path)


HOSTILE = "<script>x()</script> `code` [a](javascript:x) | \u202e"


def test_hostile_texts_are_shown_as_text(project: Path) -> None:
    before, after = old(), new()
    for document, name in ((before, "before"), (after, "after")):
        document["info"]["version"] = f"{name} {HOSTILE}"
        document["components"]["schemas"]["Animal"]["properties"]["age"] = {"enum": [name, HOSTILE]}
        document["components"]["schemas"]["Animal"]["properties"][f"{name} {HOSTILE}"] = {"type": "string"}
    (project / "old.json").write_text(json.dumps(before), "utf-8")
    (project / "new.json").write_text(json.dumps(after), "utf-8")
    pages = site(target(project))
    assert "<script>x" not in pages["changes.html"]
    assert "\\u202e" in pages["changes.html"]
    for page in ("changes.html", "markdown/changes.md"):
        assert "\u202e" not in pages[page]
    prose = re.sub(r"(?<!\\)(`+).*?(?<!\\)\1", "", pages["markdown/changes.md"])
    assert "](javascript:" not in prose.replace("\\]", "")
    assert "<script" not in prose.replace("\\<", "")


def test_mkdocs_builds_the_page(project: Path) -> None:
    generate_target(target(project), lambda stage, done: None)
    config = {
        "site_name": "Reference", "docs_dir": str(project / "out/docs/markdown"),
        "site_dir": str(project / "site"), "validation": {"links": {"anchors": "warn"}},
    }  # fmt: skip
    (project / "mkdocs.yml").write_text(json.dumps(config), "utf-8")
    build = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "-f",
        str(project / "mkdocs.yml"),
    ]
    done = subprocess.run(build, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_flagship_with_an_overlay_as_the_newer_one(tmp_path: Path) -> None:
    overlay = ROOT / "tests" / "changes" / "elb-later.overlay.yaml"
    chosen = Target(SPEC, tmp_path, products=("docs",), changes_since=SPEC)
    assert items(site(chosen)["changes.html"]) == []
    (tmp_path / "later.yaml").write_text(
        json.dumps(oasmith.describe(Target(SPEC, tmp_path, overlays=(overlay,)))), "utf-8"
    )
    later = Target(tmp_path / "later.yaml", tmp_path, products=("docs",), changes_since=SPEC)
    found = items(site(later)["changes.html"])
    assert found
    assert all(links for _, kind, links in found if "removed" not in kind and kind != "version-changed")
