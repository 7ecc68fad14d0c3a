"""Server URLs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Server:
    """A URL with ``{variables}``, and the values of each variable; empty for any value."""

    url: str
    variables: Mapping[str, tuple[str, ...]]

    def urls(self, values: Mapping[str, str]) -> list[str]:
        """The URL with its variables filled in. Raises ValueError for a value that is not allowed."""
        for name, value in values.items():
            allowed = self.variables[name]
            if allowed and value not in allowed:
                raise ValueError(f"{name}={value!r} is unknown; it is one of {', '.join(allowed)}")
        return [filled(self.url, values)]

    def below(self, base_url: str) -> list[str]:
        """A server URL that is relative to the URL of the description."""
        return [base_url.rstrip("/") + "/" + self.url.lstrip("/")]


def filled(text: str, values: Mapping[str, str]) -> str:
    """A string with its ``{variables}`` filled in."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
