# A module of generated clients, in which another line takes the place of this one.
"""Server URLs from an environment variable or a file of the user (``x-environment``)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from .server_variables import VariableServer, filled


@dataclass(frozen=True, slots=True)
class UrlFile:
    """A YAML file that may have the URLs of an API: in a section, an entry for each ``id``.

    An entry has ``endpoints``, an ``endpoint``, or both. ``path_variable`` is the environment variable
    with the path of a file to use in place of ``path``. ``id`` contains variables of the server.
    """

    path: str
    path_variable: str
    section: str
    id: str

    def urls(self, values: Mapping[str, str]) -> list[str]:
        """The URLs of an id, the preferred one first; empty if the file has none.

        Raises ValueError for a file that cannot be read, and ImportError if PyYAML is not installed.
        """
        named = os.environ.get(self.path_variable)
        id = filled(self.id, values)
        path = Path(named or self.path)
        try:
            path = path.expanduser()
            text = path.read_text("utf-8")
        except (FileNotFoundError, RuntimeError) as error:
            if not named:
                return []  # no such file, or no home directory
            raise ValueError(f"{self.path_variable} names the file {named}, which does not exist") from error
        except (OSError, UnicodeDecodeError) as error:
            raise self._unreadable(path, id, error) from None
        try:
            yaml = import_module("yaml")
        except ImportError:
            message = f"{path} needs PyYAML: pip install PyYAML, or give the client its base_url"
            raise ImportError(message) from None
        try:
            return self._found(yaml.safe_load(text), id)
        except (yaml.YAMLError, AttributeError, TypeError) as error:
            raise self._unreadable(path, id, error) from None

    def _found(self, sections: Any, id: str) -> list[str]:
        """The URLs in the last entry that has any."""
        found: list[str] = []
        for section, entries in (sections or {}).items():
            if section.upper() != self.section.upper():
                continue
            for entry in entries or ():
                urls = (entry.get("endpoints") or []) + [entry.get("endpoint")]
                if str(entry.get("id")) == id:
                    found = [url.strip() for url in urls if url] or found
        return found

    def _unreadable(self, path: Path, id: str, error: Exception) -> ValueError:
        expected = f"{self.section}: [{{id: {id}, endpoint: https://…}}]"
        return ValueError(f"{path} cannot be read as a file of URLs such as {expected}: {error}")


@dataclass(frozen=True, slots=True)
class EnvironmentServer(VariableServer):
    """A server whose URLs the environment may replace.

    ``override`` is the environment variable that may have other URLs, separated by commas; variables in
    its name are filled in, in capitals. Otherwise ``file`` may have some.
    """

    override: str
    file: UrlFile | None = None

    def given(self, values: Mapping[str, str]) -> list[str]:
        """The URLs of the environment, the preferred one first; empty if there are none.

        Raises what ``UrlFile.urls`` raises.
        """
        capitals = {name: re.sub(r"\W", "_", str(value)).upper() for name, value in values.items()}
        given = os.environ.get(filled(self.override, capitals), "") if self.override else ""
        urls = [part.strip() for part in given.split(",") if part.strip()]
        if not urls and self.file is not None:
            urls = self.file.urls(values)
        return urls

    def urls(self, values: Mapping[str, str]) -> list[str]:
        """The URL of the description. Raises ValueError if it is relative or for a value that is unknown."""
        urls = VariableServer.urls(self, values)
        if "://" not in urls[0]:
            raise ValueError("no base URL: the server URL of the description is relative; give base_url")
        return urls
