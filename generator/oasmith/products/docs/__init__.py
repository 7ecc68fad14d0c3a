"""The reference: a static site, and the same content as Markdown."""

from __future__ import annotations

from oasmith.products.build import Build
from oasmith.products.product import Output


def generate(build: Build) -> Output:
    """Every page below ``docs/``."""
    from oasmith.products.docs.content import site
    from oasmith.products.docs.html import html_files
    from oasmith.products.docs.markdown import markdown_files

    content = site(build)
    return Output([*html_files(content, build.templates), *markdown_files(content, build.templates)], [])
