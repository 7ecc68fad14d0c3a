"""Modules that are loaded when they are first used: importing pydantic takes longer than all else."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class LazyModule:
    """Stands for a module until something of it is wanted."""

    def __init__(self, name: str, package: str | None) -> None:
        self._place = name, package

    def __getattr__(self, name: str) -> Any:
        value = getattr(import_module(*self._place), name)
        setattr(self, name, value)
        return value
