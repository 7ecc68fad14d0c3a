"""The reference: a static site, and the same content as Markdown."""

from __future__ import annotations

from oasmith.products.build import Build
from oasmith.products.product import Output


def generate(build: Build) -> Output:
    """Every page below ``docs/``; if the settings ask for it, also in the client's package."""
    from oasmith.products.docs.assistants import index_file, package_files
    from oasmith.products.docs.content import site
    from oasmith.products.docs.html import html_files
    from oasmith.products.docs.markdown import markdown_files

    content, templates = site(build), build.templates
    pages = list(markdown_files(content, templates))
    files = [*html_files(content, templates), *pages, index_file(content, templates)]
    if build.docs_in_package:
        files.extend(package_files(content, templates, pages))
    return Output(files, [])
