"""The reference in a browser: from a file, without network, with and without scripts."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from axe_playwright_python.sync_playwright import Axe
from oasmith.pipeline import build_files
from oasmith.settings import Target
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from support.browser import Watched, browser
from support.paths import GENERATED

pytestmark = pytest.mark.browser

SITE = GENERATED / "docs"
OPERATION = "operations/create_master_slave_pool.html"
SCHEMAS = "schemas/client.html"
PAGES = ("index.html", OPERATION, SCHEMAS)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as launched:
        yield launched


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Watched]:
    """A page in which nothing may go wrong."""
    watched = Watched(chromium, SITE)
    yield watched
    assert watched.faults == []
    watched.context.close()


SHELF: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shelf", "version": "1"},
    "servers": [{"url": "https://shelf.example"}],
    "paths": {"/books": {"post": {
        "operationId": "add",
        "requestBody": {"required": True, "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/Book"},
            "examples": {"short": {"value": {"title": "A"}}, "long": {"value": {"title": "B", "pages": 2}}},
        }}},
        "responses": {"204": {"description": "Added"}},
    }}},
    "components": {"schemas": {"Book": {"type": "object", "required": ["title"], "properties": {
        "title": {"type": "string"}, "pages": {"type": "integer"}}}}},
}  # fmt: skip


OLDER_SHELF = copy.deepcopy(SHELF)
OLDER_SHELF["info"]["version"] = "0"
OLDER_SHELF["components"]["schemas"]["Book"]["properties"] = {"title": {"type": ["string", "null"]}}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a description whose operation has two examples, with what changed since an older one."""
    folder = tmp_path_factory.mktemp("shelf")
    write_site(SHELF, folder, older=OLDER_SHELF)
    return folder / "docs"


def write_site(document: Any, folder: Path, older: Any = None) -> None:
    """The site of a description, with the changes since an older one if there is one."""
    description, before = folder / "openapi.json", folder / "older.json"
    description.write_text(json.dumps(document), "utf-8")
    before.write_text(json.dumps(older), "utf-8")
    target = Target(description, folder, products=("docs",), changes_since=before if older else None)
    for file in build_files(target, lambda stage, done: None).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")


@pytest.mark.parametrize(
    ("words", "kind", "target"),
    [
        ("vpc_id", "Field", "CreateMasterSlavePoolOption.vpc_id"),
        ("lacks vpc", "Rule", "CreateMasterSlavePoolOption.rule.instance-needs-vpc"),
        ("instance-needs", "Rule", "CreateMasterSlavePoolOption.rule.instance-needs-vpc"),
        ("LEAST_CONN", "Value", "CreateMasterSlavePoolOption.lb_algorithm"),
        ("listenerref", "Schema", "ListenerRef"),
        ("ListenerRef.id", "Field", "ListenerRef.id"),
    ],
)
def test_the_search_finds(watched: Watched, words: str, kind: str, target: str) -> None:
    page = watched.open("index.html")
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.locator(".results > a").first).to_contain_text(kind)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{SCHEMAS}#{target}")
    watched.assert_in_view(target)


def test_the_search_finds_an_operation_and_a_parameter_and_says_if_there_is_nothing(watched: Watched) -> None:
    page = watched.open(SCHEMAS)
    page.fill("input[type=search]", "create active standby")
    expect(page.locator(".results > a").first).to_contain_text("Operation")
    page.fill("input[type=search]", "/v3/{project_id}/elb/master-slave")
    expect(page.locator(".results > a").first).to_contain_text("Operation")
    page.fill("input[type=search]", "project_id")
    expect(page.locator(".results")).to_contain_text("Parameter")
    page.fill("input[type=search]", "nothing like it")
    expect(page.locator(".results")).to_have_text("Nothing found")
    page.keyboard.press("Escape")
    expect(page.locator(".results")).to_be_hidden()


@pytest.mark.parametrize(
    "place",
    [
        f"{SCHEMAS}#SessionPersistence.type",
        f"{OPERATION}#body.pool.members.role",
        f"{OPERATION}#201.pool.members.status.listener_id",
        f"{OPERATION}#parameter-path-project_id",
        "index.html#authentication",
    ],
)
def test_a_link_leads_to_its_target_even_if_that_is_folded(watched: Watched, place: str) -> None:
    watched.open(place)
    watched.assert_in_view(place.partition("#")[2])


def test_each_field_has_a_link_to_itself(watched: Watched) -> None:
    page = watched.open(SCHEMAS)
    page.click("[id='ListenerRef.id'] a")
    assert page.url.endswith("#ListenerRef.id")


def test_tabs_switch_all_samples_and_the_choice_is_remembered(chromium: Browser, shelf: Path) -> None:
    watched = Watched(chromium, shelf)
    page = watched.open("operations/add.html")
    samples = page.locator(".sample")
    expect(samples).to_have_count(2)
    samples.first.get_by_role("tab", name="Go", exact=True).click()
    for number in (0, 1):
        expect(samples.nth(number).locator("pre:visible")).to_have_count(1)
        expect(samples.nth(number).locator("pre:visible")).to_contain_text("package main")
    page.reload()
    expect(samples.nth(1).locator("pre:visible")).to_contain_text("package main")
    assert watched.faults == []


def test_tabs_are_walked_with_arrows(watched: Watched) -> None:
    page = watched.open(OPERATION)
    page.get_by_role("tab", name="Python sync").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Python async")).to_be_focused()
    expect(page.get_by_role("tab", name="Python async")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    expect(page.locator(".sample pre:visible")).to_contain_text("fetch(")


def test_a_sample_is_copied(chromium: Browser) -> None:
    watched = Watched(chromium, SITE, permissions=["clipboard-read", "clipboard-write"])
    page = watched.open(OPERATION)
    shown = page.locator(".sample pre:visible").text_content()
    page.locator(".sample .copied:visible button").click()
    expect(page.locator(".sample .copied:visible button")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == shown
    assert watched.faults == []


def assert_accessible(page: Page, *rules: str) -> None:
    """Check a page against WCAG 2.2 AA and best practice, or only some rules of axe.

    axe may not fetch style sheets: nothing may.
    """
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
    chosen = list(rules) or ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": chosen, "preload": False, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options)
    assert [violation["id"] for violation in found.response["violations"]] == [], found.generate_report()


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_are_accessible(watched: Watched, path: str) -> None:
    assert_accessible(watched.open(path))


def test_the_search_is_accessible(watched: Watched) -> None:
    page = watched.open(OPERATION)
    page.fill("input[type=search]", "vpc")
    expect(page.locator(".results > a").first).to_be_visible()
    assert_accessible(page)


def test_the_page_of_changes_leads_to_the_fields_and_is_accessible(chromium: Browser, shelf: Path) -> None:
    watched = Watched(chromium, shelf)
    page = watched.open("index.html")
    page.locator("#navigation").get_by_role("link", name="What changed").click()
    page.wait_for_url("**/changes.html")
    assert_accessible(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="Book.title").first.click()
    page.wait_for_url("**/schemas/client.html#Book.title")
    watched.assert_in_view("Book.title")
    assert watched.faults == []


def test_dark_mode(chromium: Browser) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        watched = Watched(chromium, SITE, color_scheme=scheme)
        page = watched.open(OPERATION)
        colours[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert_accessible(page, "color-contrast")
    assert colours["light"] == "rgb(255, 255, 255)"
    assert max(map(int, colours["dark"].strip("rgb()").split(", "))) < 50


def test_the_keyboard_reaches_everything_in_order(watched: Watched) -> None:
    page = watched.open(OPERATION)
    seen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        seen.append(page.evaluate("document.activeElement.textContent || document.activeElement.type"))
    order = ["Skip to the content", "Elastic Load Balance v3", "search", "Overview", "Python sync", "Copy"]
    places = [seen.index(text) for text in order]
    assert places == sorted(places)
    page.locator(".skip").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_needs_no_scrolling_to_the_side(chromium: Browser, path: str) -> None:
    watched = Watched(chromium, SITE)
    watched.page.set_viewport_size({"width": 360, "height": 740})
    page = watched.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator("#navigation")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#navigation")).to_be_visible()
    assert watched.faults == []


def test_without_scripts_everything_can_be_read(chromium: Browser) -> None:
    watched = Watched(chromium, SITE, java_script_enabled=False)
    page = watched.open(OPERATION)
    text = page.locator("main").inner_text()
    for words in ("project_id", "vpc_id", "A group of type instance lacks its VPC", "Table 4, type",
                  "checked before sending", "checked by the server", "ElbClient(",
                  "raises APIStatusError"):  # fmt: skip
        assert words in text
    page.get_by_text("curl", exact=True).first.click()
    assert "--request POST" in page.locator("main").inner_text()
    page.get_by_role("link", name="Schemas", exact=True).click()
    page.get_by_role("link", name="Elastic Load Balance", exact=True).last.click()
    assert "persistence_timeout" in page.locator("main").inner_text()


_TEXTS = """() => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (!parentElement.closest("button, script, .builder")) found.push(data);
  }
  return found;
}"""


def test_a_printed_operation_is_complete(watched: Watched) -> None:
    page = watched.open(OPERATION)
    texts = page.evaluate(_TEXTS)
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    # Some letters are printed as one: ff.
    found = normalize("NFKC", "".join("".join(part.extract_text() for part in printed.pages).split()))
    missing = {word for text in texts for word in normalize("NFKC", text).split() if word not in found}
    assert missing == set()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    cut = "it => it.filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.outerHTML)"
    assert page.locator("pre, table, dd").evaluate_all(cut) == []


EVIL = """<script>document.title = 'run'</script><img src=x onerror="document.title='run'">
<iframe srcdoc="<script>top.document.title='run'</script>"></iframe></pre></code></table></main></details>
<style>main { display: none }</style> [link](javascript:document.title='run') [a](data:text/html,x)
![picture](https://other.example/p.png) <https://other.example/> [b](//other.example) {{ 7 * 7 }} {% raw %}
" onmouseover="document.title='run'" ' x=' `code` *b* | cell | \u202eright to left\u200b \x1b[31m
&amp; &lt;b&gt;
    indented <b>code</b> """ + "x" * 300 + " --> ]]> ${7*7} \\ </script>"
LINE = " ".join(EVIL.split())


def evil() -> Any:
    """A description with hostile text in every field that has text."""
    name = "ev<i>l\"'&\u202e|`name"
    schema = {
        "type": "object", "description": EVIL, "x-source": EVIL, "required": [name],
        "properties": {name: {"type": "string", "description": EVIL, "default": EVIL, "examples": [EVIL],
                              "enum": [EVIL, "b"], "pattern": "<script>|x"},
                       "list": {"type": "array", "items": {"$ref": "#/components/schemas/Evil"}}},
        "allOf": [{"x-rule": {"id": LINE, "message": EVIL, "source": EVIL}, "required": [name]}],
        "x-advice": [{"id": LINE, "message": EVIL, "source": EVIL, "field": "a", "less-than": "b"}],
    }  # fmt: skip
    text = {"type": "string"}
    content = {
        "application/json": {
            "schema": {"$ref": "#/components/schemas/Evil"},
            "examples": {name: {"summary": EVIL, "value": {name: EVIL, "list": []}}},
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": LINE, "version": LINE, "description": EVIL},
        "servers": [{"url": "https://e.example/{v}", "description": EVIL,
                     "variables": {"v": {"default": LINE, "description": EVIL, "enum": [LINE, "b"]}}}],
        "tags": [{"name": LINE, "description": EVIL}],
        "paths": {"/<b>/{id}": {"post": {
            "operationId": LINE, "summary": EVIL, "description": EVIL, "tags": [LINE], "deprecated": True,
            "x-deprecated-reason": EVIL, "security": [{"key": []}],
            "parameters": [
                {"name": "id", "in": "path", "required": True, "description": EVIL, "schema": text},
                {"name": name, "in": "query", "description": EVIL, "example": EVIL, "schema": text},
            ],
            "requestBody": {"description": EVIL, "required": True, "content": content},
            "responses": {"200": {"description": EVIL, "content": content, "headers": {
                "X-Evil": {"description": EVIL, "schema": text}}}, "4XX": {"description": EVIL}},
        }}},
        "webhooks": {name: {"post": {"summary": EVIL, "requestBody": {"content": content},
                                     "responses": {"204": {"description": EVIL}}}}},
        "components": {
            "schemas": {"Evil": schema},
            "securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": name, "description": EVIL}},
        },
    }  # fmt: skip


@pytest.fixture(scope="module")
def evil_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evil")
    older = evil()
    older["info"]["version"] = f"0 {LINE}"
    older["paths"]["/<b>/gone"] = {"get": {"responses": {"204": {"description": EVIL}}}}
    schema = older["components"]["schemas"]["Evil"]
    schema["properties"][f"old {LINE}"] = {"type": "string"}
    next(iter(schema["properties"].values())).update(enum=[LINE], pattern="<script>|y", default=LINE)
    write_site(evil(), folder, older)
    return folder / "docs"


def test_nothing_of_a_hostile_description_runs_and_the_layout_holds(
    chromium: Browser, evil_site: Path
) -> None:
    watched = Watched(chromium, evil_site)
    pages = [path.relative_to(evil_site).as_posix() for path in sorted(evil_site.rglob("*.html"))]
    assert {"index.html", "changes.html"} < set(pages)
    for path in pages:
        page = watched.open(path)
        assert page.locator("main").is_visible()
        assert page.locator("main article").count() == 1
        assert (
            page.locator("main :is(script:not([type]), img, iframe, style, [onmouseover], [onerror])").count()
            == 0
        )
        text = page.locator("body").text_content() or ""
        assert "\\u202e" in text
        assert not {"\u202e", "\u200b", "\x1b"} & set(text)
        links = page.locator("a").evaluate_all("all => all.map(it => it.protocol)")
        assert set(links) <= {"file:", "https:"}
        page.locator("details").evaluate_all("all => all.forEach(it => { it.open = true })")
        for width in (1700, 1400, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.fill("input[type=search]", "script")
        expect(page.locator(".results")).to_be_visible()
        assert page.title() != "run"
    assert watched.faults == []
