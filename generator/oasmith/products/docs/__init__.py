"""The reference: Markdown, one page for each operation and each schema."""

from __future__ import annotations

from oasmith.products.build import Build
from oasmith.products.docs.pages import pages
from oasmith.products.product import Output


def generate(build: Build) -> Output:
    """Every page below ``docs/``."""
    return Output(pages(build), [])
