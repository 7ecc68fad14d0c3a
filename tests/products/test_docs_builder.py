"""The request builder in a browser: its verdicts are the client's, and the samples that it shows run."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.pipeline import build_files
from oasmith.settings import Target
from playwright.sync_api import Browser, Page, expect
from spec.test_rules import sound_bases, told, witnesses
from support.browser import Watched, browser
from support.examples import run_example
from support.page import request_example
from support.paths import GENERATED, SPEC

pytestmark = pytest.mark.browser

OPERATION = "operations/create_master_slave_pool.html"
FILES = {
    "Python sync": "sync.py", "Python async": "async.py", "curl": "curl.sh", "Go": "main.go",
    "HTTP": "request.http", "HTTPie": "httpie.sh", "Java": "Main.java", "JavaScript": "fetch.mjs",
}  # fmt: skip
HARD = 'it\'s "hard" `to` \\n write: \\ ${x} $(y) é # & <b>'


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as launched:
        yield launched


@pytest.fixture(scope="module")
def watched(chromium: Browser) -> Iterator[Watched]:
    watched = Watched(chromium, GENERATED / "docs")
    yield watched
    assert watched.faults == []
    watched.context.close()


@pytest.fixture
def page(watched: Watched) -> Page:
    """The page of the operation with its builder unfolded."""
    page = watched.open(OPERATION)
    page.get_by_text("Edit the body").click()
    return page


def edit(page: Page, body: Any) -> None:
    page.locator(".builder textarea").fill(body if isinstance(body, str) else json.dumps(body))


def samples(page: Page) -> dict[str, str]:
    """What the samples are now, by language."""
    texts: list[str] = page.locator(".sample details:not(.builder) pre").evaluate_all(
        "all => all.map(it => it.textContent)"
    )
    labels = page.get_by_role("tab").all_text_contents()
    return dict(zip(labels, texts, strict=True))


def hard_body() -> Any:
    body = copy.deepcopy(request_example())
    body["pool"] |= {"name": HARD, "any_port_enable": False, "description": ""}
    return body


def test_a_broken_rule_is_shown_and_disappears(page: Page) -> None:
    body = copy.deepcopy(request_example())
    expect(page.locator(".verdict")).to_have_text("This body is valid.")
    body["pool"]["type"] = "instance"
    edit(page, body)
    expect(page.locator(".violations")).to_contain_text(
        "A group of type instance lacks its VPC, so add vpc_id."
    )
    expect(page.locator(".violations")).to_contain_text("instance-needs-vpc; Table 4, type")
    expect(page.locator(".violations li")).to_have_count(1)
    body["pool"]["vpc_id"] = "3sae7086"
    edit(page, body)
    expect(page.locator(".verdict")).to_have_text("This body is valid.")
    expect(page.locator(".violations li")).to_have_count(0)
    edit(page, "{")
    expect(page.locator(".verdict")).to_contain_text("This is not JSON")


def test_the_verdicts_are_those_of_the_client(page: Page) -> None:
    broken = copy.deepcopy(request_example())
    broken["pool"] |= {"name": 1, "protocol": "SCTP", "ip_version": "", "members": [{}]}
    bodies = [*witnesses().values(), *sound_bases(), request_example(), broken, {}, {"pool": None}, [], None]
    found = page.evaluate(
        """bodies => {
          const schema = JSON.parse(document.getElementById("contract").textContent);
          const validator = new JsonSchema.Validator(schema, "2020-12", false);
          return bodies.map(body => violations(schema, validator, body));
        }""",
        bodies,
    )
    for body, listed in zip(bodies, found, strict=True):
        rules = {violation["rule"] for violation in listed} - {""}
        has_others = any(not violation["rule"] for violation in listed)
        assert (rules, has_others) == told(body), body


def test_all_samples_follow_the_body(page: Page) -> None:
    before = samples(page)
    assert before.keys() == FILES.keys()
    edit(page, hard_body())
    after = samples(page)
    assert all(after[label] != before[label] for label in FILES)
    assert all("any_port_enable" in text for text in after.values())
    expect(page.locator(".left")).to_have_text("")
    edit(page, request_example())
    assert samples(page) == before


@pytest.mark.parametrize(
    "label",
    ["Python sync", "Python async", "curl", "HTTPie",
     pytest.param("JavaScript", marks=pytest.mark.javascript), pytest.param("Go", marks=pytest.mark.go),
     pytest.param("Java", marks=pytest.mark.java)],
)  # fmt: skip
def test_the_edited_samples_run(page: Page, label: str, tmp_path: Path) -> None:
    edit(page, hard_body())
    file = tmp_path / FILES[label]
    file.write_text(samples(page)[label] + "\n", "utf-8")
    with MockServer(read_api(SPEC)) as server:
        variables = {"ELB_TOKEN": "t", "ELB_BASE_URL": server.url, "PYTHONPATH": str(GENERATED)}
        ran = run_example(file, variables)
        assert ran.returncode == 0, ran.stderr
        (exchange,) = server.exchanges
        assert exchange.violations == ()
        assert exchange.values["body"] == hard_body()


TIMES: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Times", "version": "1"},
    "servers": [{"url": "https://times.example"}],
    "paths": {f"/{name}": {"post": {
        "operationId": name,
        "requestBody": {"required": True, "content": {"application/json": {
            "schema": {"type": "object", "properties": {"it": schema, "union": {"oneOf": [
                {"type": "string", "maxLength": 3}, {"type": "integer"}]}}},
            "example": {"it": example},
        }}},
        "responses": {"204": {"description": "Done"}},
    }} for name, schema, example in [
        ("local", {"type": "string", "format": "date-time"}, "2026-01-02T03:04:05"),
        ("pattern", {"type": "string", "pattern": "(?i)^x{2,3}\\z"}, "XX"),
    ]},
}  # fmt: skip


@pytest.fixture(scope="module")
def times(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("times")
    (folder / "times.json").write_text(json.dumps(TIMES), "utf-8")
    target = Target(folder / "times.json", folder, products=("docs",))
    for file in build_files(target, lambda stage, done: None).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")
    return folder / "docs"


def test_times_without_an_offset_and_unions(chromium: Browser, times: Path) -> None:
    watched = Watched(chromium, times)
    page = watched.open("operations/local.html")
    page.get_by_text("Edit the body").click()
    expect(page.locator(".verdict")).to_have_text("This body is valid.")
    edit(page, {"it": "yesterday", "union": "long"})
    expect(page.locator(".violations li")).to_have_count(2)
    expect(page.locator(".violations")).to_contain_text("/union")
    assert watched.faults == []


def test_a_pattern_of_another_engine_is_left_to_the_client(chromium: Browser, times: Path) -> None:
    watched = Watched(chromium, times)
    page = watched.open("operations/pattern.html")
    page.get_by_text("Edit the body").click()
    expect(page.locator(".verdict")).to_contain_text("This page cannot validate the body, the client can")
    edit(page, {"it": "XXX"})
    assert '"XXX"' in samples(page)["curl"]
    assert watched.faults == []
