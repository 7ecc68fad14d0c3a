"""The folders of oasmith itself: its cache and its templates."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """The cache folder: OASMITH_CACHE_DIR, or ``oasmith`` in the user's cache folder."""
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "oasmith"
    return Path(os.environ.get("OASMITH_CACHE_DIR") or default)


def templates_folder() -> Path:
    """The folder of the shipped templates: in the installed package, or at the top of a checkout."""
    packaged = Path(__file__).parent / "templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "templates"
