"""Where an API lives."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class AddressFile:
    """A YAML file that may hold the addresses of an API: in a section, an entry for each ``id``.

    An entry has ``endpoints``, an ``endpoint``, or both. ``path_variable`` is the environment variable
    that names a file in place of ``path``. ``id`` has variables of the server in it.
    """

    path: str
    path_variable: str
    section: str
    id: str

    def urls(self, values: Mapping[str, str]) -> list[str]:
        """The addresses of an id, the preferred one first; none where the file has none.

        Raises ValueError for a file that cannot be read, and ImportError for one that PyYAML is needed
        for and not there.
        """
        named = os.environ.get(self.path_variable)
        id = _filled(self.id, values)
        try:
            path = Path(named or self.path).expanduser()
            text = path.read_text("utf-8")
        except (FileNotFoundError, RuntimeError) as error:
            if not named:
                return []  # there is no such file, or no home that it might be in
            raise ValueError(f"there is no {named}, which {self.path_variable} names") from error
        except (OSError, UnicodeDecodeError) as error:
            raise self._unreadable(path, id, error) from None
        try:
            yaml = import_module("yaml")
        except ImportError:
            told = f"{path} needs PyYAML: pip install PyYAML, or give the client its base_url"
            raise ImportError(told) from None
        try:
            return self._found(yaml.safe_load(text), id)
        except (yaml.YAMLError, AttributeError, TypeError) as error:
            raise self._unreadable(path, id, error) from None

    def _found(self, sections: Any, id: str) -> list[str]:
        """The addresses in the last entry that has any."""
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
        return ValueError(f"{path} cannot be read as one of addresses, like {expected}: {error}")


@dataclass(frozen=True, slots=True)
class Server:
    """Where an API lives: a URL with ``{variables}``, and the values of each; empty where anything goes.

    ``override`` is the environment variable that may hold another URL; the variables in its name are
    filled in, in capitals. ``file`` may hold one otherwise.
    """

    url: str
    variables: Mapping[str, tuple[str, ...]]
    override: str = ""
    file: AddressFile | None = None

    def url_with(self, values: Mapping[str, str]) -> str:
        """The URL with its variables filled in, or those of the environment or file, separated by commas.

        Raises ValueError for a value that is not allowed and that neither knows a URL for, and what
        ``AddressFile.urls`` does.
        """
        capitals = {name: re.sub(r"\W", "_", value).upper() for name, value in values.items()}
        given = os.environ.get(_filled(self.override, capitals), "") if self.override else ""
        urls = [part.strip() for part in given.split(",") if part.strip()]
        if not urls and self.file is not None:
            urls = self.file.urls(values)
        if urls:
            return ",".join(part if "://" in part else f"https://{part}" for part in urls)
        for name, value in values.items():
            allowed = self.variables[name]
            if allowed and value not in allowed:
                raise ValueError(f"{name}={value!r} is unknown; it is one of {', '.join(allowed)}")
        return _filled(self.url, values)

    def below(self, base_url: str) -> str:
        """A server URL that is relative to where the description was found, at a host."""
        return base_url.rstrip("/") + "/" + self.url.lstrip("/")


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
