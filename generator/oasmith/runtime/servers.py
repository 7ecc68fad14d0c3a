# A module of generated clients, in which another line takes the place of this one.
"""Server URLs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Server:
    """A URL without variables; ``server_variables.py`` and ``server_environment.py`` have others."""

    url: str

    def urls(self, values: Mapping[str, str]) -> list[str]:
        """The URL."""
        return [self.url]


_LOOPBACK = re.compile(r"(localhost|127(\.\d+){3}|\[::1\])(?![\w.-])", re.IGNORECASE)


def absolute(url: str) -> str:
    """A URL with a scheme: ``https``, or ``http`` on loopback, for ``//host/v1`` and ``host:port``."""
    host = url.removeprefix("//")
    return url if "://" in url else f"{'http' if _LOOPBACK.match(host) else 'https'}://{host}"
