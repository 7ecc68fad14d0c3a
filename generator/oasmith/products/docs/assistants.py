"""The reference for language models: its index ``llms.txt``, and a skill for coding assistants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jinja2

from oasmith.products.docs.markdown import markdown_environment
from oasmith.products.docs.model import Site
from oasmith.products.file import File
from oasmith.products.templating import render
from oasmith.quoting import Code, visible

_LONGEST_NAME, _LONGEST_DESCRIPTION = 64, 1024
"""The limits of a skill's front matter (Agent Skills specification)."""


def index_file(site: Site, templates: tuple[Path, ...]) -> File:
    """``docs/llms.txt``, the index of the Markdown."""
    return _index(site, markdown_environment(templates), "docs/llms.txt", "markdown/")


def package_files(site: Site, templates: tuple[Path, ...], pages: list[File]) -> Iterator[File]:
    """The Markdown ``pages`` inside the client's package, their index, and a skill that leads there."""
    markdown = markdown_environment(templates)
    folder = f"{site.package}/docs"
    for page in pages:
        yield replace(page, path=f"{folder}/{page.path.removeprefix('docs/markdown/')}")
    yield _index(site, markdown, f"{folder}/llms.txt", "")
    yield _skill(site, markdown)


def _index(site: Site, markdown: jinja2.Environment, path: str, below: str) -> File:
    return File(path, render(markdown, "docs/llms.txt.jinja", site, below=Code(below)))


def _skill(site: Site, markdown: jinja2.Environment) -> File:
    """``SKILL.md``; its front matter is YAML, in which a JSON string is a string."""
    title = visible(" ".join(site.api.title.split()))
    use = (
        f"Call {title} from Python with the package {site.package}. Use it to write or change code that does."
    )
    text = render(
        markdown,
        "docs/SKILL.md.jinja",
        site,
        skill=Code(site.package.replace("_", "-").strip("-")[:_LONGEST_NAME]),
        description=Code(json.dumps(use[:_LONGEST_DESCRIPTION])),
    )
    return File(f".agents/skills/{site.package}/SKILL.md", text + site.guide.replace("# ", "## ", 1))
