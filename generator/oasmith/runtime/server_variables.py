# A module of generated clients, in which another line takes the place of this one.
"""Server URLs with variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .servers import Server


@dataclass(frozen=True, slots=True)
class VariableServer(Server):
    """A URL with ``{variables}``, and the values of each variable; empty for any value."""

    variables: Mapping[str, tuple[str, ...]]

    def urls(self, values: Mapping[str, str]) -> list[str]:
        """The URL with its variables filled in. Raises ValueError for a value that is not allowed."""
        for name, value in values.items():
            allowed = self.variables[name]
            if allowed and str(value) not in allowed:
                raise ValueError(f"{name}={value!r} is unknown; it is one of {', '.join(allowed)}")
        return [filled(self.url, values)]


def filled(text: str, values: Mapping[str, str]) -> str:
    """A string with its ``{variables}`` filled in; a caller may pass a number, such as a port."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
