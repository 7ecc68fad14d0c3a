"""Where an API lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Server:
    """Where an API lives: a URL with ``{variables}``, and the values of each; empty where anything goes."""

    url: str
    variables: Mapping[str, tuple[str, ...]]

    def url_with(self, values: Mapping[str, str]) -> str:
        """The URL with its variables filled in. Raises ValueError for a value that is not allowed."""
        url = self.url
        for name, value in values.items():
            allowed = self.variables[name]
            if allowed and value not in allowed:
                raise ValueError(f"{name}={value!r} is unknown; it is one of {', '.join(allowed)}")
            url = url.replace(f"{{{name}}}", value)
        return url

    def below(self, base_url: str) -> str:
        """A server URL that is relative to where the description was found, at a host."""
        return base_url.rstrip("/") + "/" + self.url.lstrip("/")
