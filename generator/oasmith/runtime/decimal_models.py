# A module of generated clients, in which another line takes the place of this one.
"""Models of a package with Decimals."""

from __future__ import annotations

from typing import Any

from .json_values import plain
from .models import Model


class DecimalModel(Model):
    """A model that keeps Decimals, its own and those in its fields, where it is written as JSON."""

    def to_json(self) -> dict[str, Any]:
        """The JSON object to send, as of any model."""
        written: dict[str, Any] = plain(self._written("python"))
        return written
