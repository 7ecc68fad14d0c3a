"""Pages of the reference in real headless Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium; the test is skipped where it is not installed."""
    found = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        # Chromium has no sandbox for root, as whom CI runs; the pages are those of this project.
        launched = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield launched
        launched.close()


class Watched:
    """A page of which everything is noted that nobody should see: errors, and requests for other places."""

    def __init__(self, browser: Browser, site: Path, **options: Any) -> None:
        self._site = site
        self.context = browser.new_context(viewport={"width": 1400, "height": 900}, **options)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self._site.as_uri(), "data:,")):
            self.faults.append(f"request: {url}")

    def open(self, path: str) -> Page:
        """Open a page of the site by its path, with a fragment or without."""
        name, _, fragment = path.partition("#")
        self.page.goto("about:blank")
        self.page.goto((self._site / name).as_uri() + (f"#{fragment}" if fragment else ""))
        return self.page

    def assert_in_view(self, name: str) -> None:
        """Wait until the element with an ``id`` can be seen without scrolling."""
        self.page.wait_for_function(
            "id => { const box = document.getElementById(id).getBoundingClientRect();"
            " return box.height > 0 && box.top >= 0 && box.top < innerHeight; }",
            arg=name,
        )
