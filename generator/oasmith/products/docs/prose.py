"""The descriptions of a description as HTML: CommonMark without raw HTML, images and foreign links."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from oasmith.products.docs.highlighting import highlighted
from oasmith.quoting import visible, visible_lines

_MARKED_UP = re.compile(r"[\\`*_\[\]<>#~|\n&]|^\s*(?:[-+=]|\d+[.)])")
"""What plain text does not have. Most descriptions of fields are plain text, and quick to write."""
_SCHEMES = ("https://", "http://", "mailto:")


@lru_cache(maxsize=65536)
def prose_html(text: str) -> Markup:
    """A description as paragraphs, lists, tables and code."""
    shown = _shown(text)
    if not _MARKED_UP.search(shown):
        return Markup(f"<p>{escape(shown)}</p>\n") if shown else Markup("")
    return _marked_up(_parser().render(shown))


@lru_cache(maxsize=65536)
def inline_html(text: str) -> Markup:
    """A short text, such as a summary: only code, emphasis and links."""
    shown = " ".join(_shown(text).split())
    return _marked_up(_parser().renderInline(shown)) if _MARKED_UP.search(shown) else escape(shown)


def _marked_up(html: str) -> Markup:
    """Rendered text. Entities such as ``&#x202e;`` are invisible characters as well."""
    return Markup(visible_lines(html.replace("\xa0", " ")))


def document_html(text: str) -> Markup:
    """A whole document of this project, with headings that links can lead to."""
    parser = MarkdownIt("commonmark", {"html": False, "highlight": _code_block}).enable("table")
    tokens = parser.parse(text)
    for opening, heading in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag != "h1":
            opening.attrSet("id", heading.content.lower().replace(" ", "-"))
    return Markup(parser.renderer.render(tokens, parser.options, {}))


def _code_block(code: str, language: str, attributes: str) -> str:
    suffix = "py" if language == "python" else language
    return Markup("<pre>{}</pre>").format(highlighted(code.rstrip("\n"), f"code.{suffix}"))


def _shown(text: str) -> str:
    """A text whose invisible characters are escapes; other white space is spaces and line ends."""
    lines = re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text).split("\n")
    return "\n".join(visible(re.sub(r"\s", " ", line).rstrip()) for line in lines).strip("\n")


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables. Raw HTML is shown as text; there are no images, which would be fetched."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table").disable("image")
    # The library has no other way to say which links are allowed.
    parser.validateLink = lambda url: url.lower().startswith(_SCHEMES)  # type: ignore[method-assign]
    # A heading would be in the outline of the page.
    parser.add_render_rule("heading_open", lambda *_: "<p><strong>")
    parser.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    return parser
