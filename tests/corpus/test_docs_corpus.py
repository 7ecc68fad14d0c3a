"""References of large real APIs: each operation and schema is reached by links, and found by the search."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from oasmith import read_api
from oasmith.api.model import Api
from oasmith.pipeline import build_files
from oasmith.settings import Target
from support.browser import Watched, browser
from support.paths import CORPUS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.nightly,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS} is not here"),
]
_MOST_FILES = 2_000
_LARGEST = 1.5
"""The size of the site of a large API, in those of its description. Pages of others can be edited."""
_LARGE = 10_000_000


@dataclass(frozen=True)
class Site:
    """A reference on disk, the texts of its pages by path, and the API and the description that it is of."""

    folder: Path
    pages: dict[str, str]
    api: Api
    description: Path


@pytest.fixture(scope="module", params=["box.json", "discord.json", "github.json"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    description = CORPUS / request.param
    folder = tmp_path_factory.mktemp("reference")
    target = Target(description, folder, products=("docs",), cache=False)
    for file in build_files(target, lambda stage, done: None).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")
    docs = folder / "docs"
    pages = {path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in docs.rglob("*.html")}
    return Site(docs, pages, read_api(description, checked=False), description)


def links(site: Site, path: str) -> set[tuple[str, str]]:
    """Where the links of a page lead to, without scripts: path and fragment."""
    found = set()
    for address in re.findall(r'<a [^>]*?href="([^"]*)"', site.pages[path]):
        if not re.match(r"[a-z]+:", address):
            target, _, name = address.partition("#")
            place = (site.folder / path).parent / target if target else site.folder / path
            found.add((place.resolve().relative_to(site.folder.resolve()).as_posix(), name))
    return found


def test_everything_is_reached_by_links(site: Site) -> None:
    reached, queue = set[str](), ["index.html"]
    names = {path: set(re.findall(r' id="([^"]*)"', text)) for path, text in site.pages.items()}
    linked = set[tuple[str, str]]()
    while queue:
        path = queue.pop()
        if path not in reached:
            reached.add(path)
            found = links(site, path)
            assert {place for place in found if place[1] and place[1] not in names[place[0]]} == set()
            linked |= found
            queue += [target for target, _ in found]
    assert reached == set(site.pages)
    operations = {f"operations/{operation.path_name}.html" for operation in site.api.operations}
    assert len(operations) == len(site.api.operations)
    assert operations <= {target for target, _ in links(site, "index.html")}
    headings = {name for path in reached if path.startswith("schemas/") for name in names[path]}
    assert {name for name in site.api.schemas if name not in headings} == set()


def test_everything_is_found_by_the_search(site: Site) -> None:
    operations = [
        [operation.summary or operation.id, operation.id, f"operations/{operation.path_name}.html"]
        for operation in site.api.operations
    ]
    with browser() as launched:
        watched = Watched(launched, site.folder)
        page = watched.open("index.html")
        page.set_default_timeout(0)
        page.evaluate("loadIndex().then(entries => { window.found = text => find(entries, text); })")
        missed = page.evaluate(
            """operations => operations.filter(([title, id, href]) =>
                 ![title, id].every(text => found(text).some(it => it.href === href)))""",
            operations,
        )
        assert missed == []
        schemas = page.evaluate(
            """names => names.map(name =>
                 [name, found(name).find(it => it.kind === "Schema" && it.title === name)?.href])""",
            list(site.api.schemas),
        )
        assert watched.faults == []
    assert [name for name, href in schemas if href is None] == []
    for _, href in schemas:
        path, _, name = href.partition("#")
        assert f' id="{name}"' in site.pages[path]


def test_the_site_is_small(site: Site) -> None:
    files = [path for path in site.folder.rglob("*") if path.suffix in (".html", ".js", ".css")]
    assert len(files) <= _MOST_FILES
    size = site.description.stat().st_size
    assert size < _LARGE or sum(path.stat().st_size for path in files) <= _LARGEST * size
