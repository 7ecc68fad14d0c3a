"""The reference as Markdown, for MkDocs, code hosts and language models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2

from oasmith.products.docs.model import Field, Site, SitePlace
from oasmith.products.docs.objects import anchor
from oasmith.products.docs.words import Piece, Value, Words
from oasmith.products.file import File
from oasmith.products.templating import environment, render
from oasmith.quoting import Code, json_text
from oasmith.quoting.markdown import markdown_code, markdown_fence, markdown_text


def markdown_environment(templates: tuple[Path, ...]) -> jinja2.Environment:
    """The template environment of the reference in Markdown."""
    return environment(
        markdown_text, templates, code=markdown_code, anchor=_anchor, json=_json, fence=_fence, file=Code,
        description=_description,
    )  # fmt: skip


def markdown_files(site: Site, templates: tuple[Path, ...]) -> Iterator[File]:
    """``docs/markdown/README.md``, a page for each group of operations and each group of schemas."""
    markdown = markdown_environment(templates)
    yield _file(site, markdown, "README", "README.md")
    if site.guide:
        yield File("docs/markdown/guide.md", site.guide)
    if site.changes:
        yield _file(site, markdown, "changes", "changes.md")
    for group in site.groups:
        yield _file(site, markdown, group.path, "operations.md", group=group)
    for schemas in site.schemas:
        yield _file(site, markdown, schemas.path, "schemas.md", group=schemas)


def _file(site: Site, markdown: jinja2.Environment, path: str, template: str, **values: Any) -> File:
    """A page; ``path`` is its path below ``docs/markdown`` without a suffix."""
    root = "../" * (len(PurePosixPath(path).parts) - 1)

    def link(schema: str) -> Code:
        home = site.homes[schema]
        page = "" if home == path else f"{root}{home}.md"
        return Code(f"[{markdown_text(schema)}]({page}#{anchor(schema)})")

    def to(place: SitePlace) -> Code:
        target = f"{root}{place.markdown_path}.md#{place.markdown_anchor}".removesuffix("#")
        return Code(f"[{markdown_text(place.text)}]({target})")

    def words(phrase: Words) -> Code:
        return Code("".join(_piece(piece, link) for piece in phrase))

    def sentence(phrase: Words) -> Code:
        """Words outside of a table, where bars in code need no escape."""
        return Code(words(phrase).replace("\\|", "|"))

    helpers = {"words": words, "sentence": sentence, "link": link, "to": to}
    text = render(markdown, f"docs/{template}.jinja", site, root=Code(root), **helpers, **values)
    return File(f"docs/markdown/{path}.md", text)


def _piece(piece: Piece, link: Callable[[str], Code]) -> str:
    if isinstance(piece, str):
        # The spaces around a word are part of the phrase.
        before, after = (" " if piece[at] == " " else "" for at in (0, -1))
        return f"{before}{markdown_text(piece)}{after}" if piece.strip() else " "
    return markdown_code(piece.text) if isinstance(piece, Value) else link(piece.schema)


def _description(field: Field) -> Code:
    """The last cell of a row: what is said about a value besides its type and limits."""
    text = markdown_text(field.description)
    if field.examples and text and text[-1] not in ".!?:":
        text += "."
    parts = ["**Deprecated.**"] if field.deprecated else []
    parts += [f"**{field.direction}**"] if field.direction else []
    examples = ", ".join(markdown_code(example.text) for example in field.examples)
    return Code(" ".join(filter(None, [*parts, text, f"Example: {examples}." if examples else ""])))


def _anchor(name: str) -> Code:
    return Code(anchor(name))


def _json(value: Any) -> Code:
    return markdown_fence(json_text(value), "json")


def _fence(text: str, file: str) -> Code:
    return markdown_fence(text, {"py": "python", "sh": "sh"}.get(file.rpartition(".")[2], ""))
