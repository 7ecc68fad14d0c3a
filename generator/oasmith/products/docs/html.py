"""The reference as a static site: HTML pages, and data for its script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
from markupsafe import Markup

from oasmith.products.docs.highlighting import highlighted
from oasmith.products.docs.model import Site, SitePlace
from oasmith.products.docs.objects import anchor
from oasmith.products.docs.prose import document_html, inline_html, prose_html
from oasmith.products.docs.search import navigation, search_data
from oasmith.products.docs.words import Piece, Value, Words
from oasmith.products.file import File
from oasmith.products.templating import html_environment, render, source
from oasmith.quoting import json_text
from oasmith.quoting.html import html_text

_ASSETS = ("style.css", "script.js", "builder.js", "validator.js")


def html_files(site: Site, templates: tuple[Path, ...]) -> Iterator[File]:
    """``docs/index.html``, a page for each operation and each group of schemas, and what these load."""
    html = html_environment(
        html_text,
        templates,
        prose=prose_html,
        inline=inline_html,
        json=_json,
        code=_code,
        anchor=anchor,
        data=_data,
    )
    for name in _ASSETS:
        yield File(f"docs/{name}", source(html, f"docs/{name}"))
    yield File("docs/navigation.js", navigation(site))
    yield File("docs/search.js", search_data(site))
    yield _file(site, html, "index", "index.html")
    if site.guide:
        yield _file(site, html, "guide", "guide.html", content=document_html(site.guide))
    if site.changes:
        yield _file(site, html, "changes", "changes.html")
    for group in site.groups:
        for page in group.pages:
            yield _file(site, html, page.place.path, "operation.html", page=page, group=group)
    for schemas in site.schemas:
        yield _file(site, html, schemas.path, "schemas.html", group=schemas)


def _file(site: Site, html: jinja2.Environment, path: str, template: str, **values: Any) -> File:
    """A page; ``path`` is its path below ``docs`` without a suffix."""
    root = "../" * (len(PurePosixPath(path).parts) - 1)

    def link(schema: str) -> Markup:
        home = site.homes[schema]
        page = "" if home == path else f"{root}{home}.html"
        return Markup('<a href="{}#{}">{}</a>').format(page, anchor(schema), html_text(schema))

    def to(place: SitePlace) -> Markup:
        target = f"{root}{place.path}.html#{place.anchor}".removesuffix("#")
        return Markup('<a href="{}">{}</a>').format(target, html_text(place.text))

    def words(phrase: Words) -> Markup:
        return Markup("").join(_piece(piece, link) for piece in phrase)

    text = render(html, f"docs/{template}.jinja", site, root=root, words=words, link=link, to=to, **values)
    return File(f"docs/{path}.html", _without_empty_lines(text))


def _piece(piece: Piece, link: Callable[[str], Markup]) -> Markup:
    if isinstance(piece, str):
        return html_text(piece)
    if isinstance(piece, Value):
        return Markup("<code>{}</code>").format(html_text(piece.text))
    return link(piece.schema)


def _without_empty_lines(text: str) -> str:
    """A page without the empty lines between the lines of its templates; code keeps its own."""
    parts = _CODE.split(text)
    return "".join(part if index % 2 else _EMPTY.sub("\n", part) for index, part in enumerate(parts))


_CODE = re.compile("(<pre>.*?</pre>)", re.DOTALL)
_EMPTY = re.compile(r"\n\s*\n")


def _json(value: Any) -> Markup:
    return highlighted(json_text(value), "example.json")


def _data(value: Any) -> Markup:
    """A JSON value in a script element that is data. No ``<`` in it can end the element."""
    return Markup(json.dumps(value, separators=(",", ":")).replace("<", "\\u003c"))


def _code(text: str, file: str) -> Markup:
    return highlighted(text, file)
