"""Where an API lives."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Server:
    """Where an API lives: a URL with ``{variables}``, and the values of each; empty where anything goes.

    ``override`` is the environment variable that may hold another URL; the variables in its name are
    filled in, in capitals.
    """

    url: str
    variables: Mapping[str, tuple[str, ...]]
    override: str = ""

    def url_with(self, values: Mapping[str, str]) -> str:
        """The URL with its variables filled in, or those of the environment, separated by commas.

        Raises ValueError for a value that is not allowed and that the environment knows no URL for.
        """
        url, override = self.url, self.override
        for name, value in values.items():
            url = url.replace(f"{{{name}}}", value)
            override = override.replace(f"{{{name}}}", re.sub(r"\W", "_", value).upper())
        given = os.environ.get(override, "") if override else ""
        urls = [part.strip() for part in given.split(",") if part.strip()]
        if urls:
            return ",".join(part if "://" in part else f"https://{part}" for part in urls)
        for name, value in values.items():
            allowed = self.variables[name]
            if allowed and value not in allowed:
                raise ValueError(f"{name}={value!r} is unknown; it is one of {', '.join(allowed)}")
        return url

    def below(self, base_url: str) -> str:
        """A server URL that is relative to where the description was found, at a host."""
        return base_url.rstrip("/") + "/" + self.url.lstrip("/")
