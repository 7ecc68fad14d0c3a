"""Server URLs."""

from __future__ import annotations

import re
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


_LOOPBACK = re.compile(r"(localhost|127(\.\d+){3}|\[::1\])(?![\w.-])", re.IGNORECASE)


def absolute(url: str) -> str:
    """A URL with a scheme: ``https``, or ``http`` on loopback, for ``//host/v1`` and ``host:port``."""
    host = url.removeprefix("//")
    return url if "://" in url else f"{'http' if _LOOPBACK.match(host) else 'https'}://{host}"


def filled(text: str, values: Mapping[str, str]) -> str:
    """A string with its ``{variables}`` filled in."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
