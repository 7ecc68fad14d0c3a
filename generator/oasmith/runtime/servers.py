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


_SCHEME = re.compile(r"([^/?#@]*)://")
_NO_PORT = re.compile(r"(https?:|[\w.+-]+:(?!\d+(/|$)))[^/?#@]*(?!@)([/?#]|$)", re.IGNORECASE)


def absolute(url: str) -> str:
    """A URL with a scheme: ``https``, or ``http`` on loopback, for ``//host/v1`` and ``host:port``.

    Raises ValueError for what has a colon but neither ``://`` nor a port, such as ``http:/host``.
    """
    host = url.removeprefix("//")
    if _SCHEME.match(url):
        return url
    if _NO_PORT.match(host):
        raise ValueError(f"the base URL has {host.partition(':')[0] + ':'!r} without '//' or a port after it")
    name = re.split("[/?#]", host, maxsplit=1)[0].rpartition("@")[2]
    return f"{'http' if _LOOPBACK.match(name) else 'https'}://{host}"
