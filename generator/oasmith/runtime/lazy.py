# A module of generated clients, in which another line takes the place of this one.
"""Modules that are loaded when they are first used: importing pydantic is slow."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class LazyModule:
    """A module that is loaded when one of its attributes is first used."""

    def __init__(self, name: str, package: str | None) -> None:
        self._place = name, package

    def __getattr__(self, name: str) -> Any:
        value = getattr(import_module(*self._place), name)
        setattr(self, name, value)
        return value
