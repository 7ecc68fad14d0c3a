"""Credentials from the environment and from a profile, as a description says where they are."""

from __future__ import annotations

import configparser
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Environment:
    """Where values are found: variables first, then a profile.

    ``variables`` has for each field the environment variables that may hold it, the preferred one
    first. ``profile`` is an INI file, ``profile_variable`` the variable that names another one, and
    ``sections`` those of it that may hold the fields under their own names.
    """

    variables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    profile: str = ""
    profile_variable: str = ""
    sections: tuple[str, ...] = ()

    def values(self) -> dict[str, str]:
        """The fields that are there. A profile that cannot be read holds none."""
        found = {
            name: value
            for name, variables in self.variables.items()
            if (value := next((os.environ[known] for known in variables if os.environ.get(known)), None))
        }
        return self._profile() | found

    def _profile(self) -> dict[str, str]:
        path = os.environ.get(self.profile_variable) or self.profile
        parser = configparser.ConfigParser(interpolation=None)
        try:
            read = bool(path) and parser.read(Path(path).expanduser(), encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError, RuntimeError):
            read = False
        if not read:
            return {}
        section = next((name for name in self.sections if parser.has_section(name)), None)
        values = dict(parser[section]) if section else {}
        return {name: values[name] for name in self.variables if values.get(name)}
