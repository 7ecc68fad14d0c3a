# A module of generated clients, in which another line takes the place of this one.
"""Credentials from environment variables or a profile, where a description says that they are."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .errors import CredentialsError


@dataclass(frozen=True, slots=True)
class Environment:
    """Where credentials are: in variables or else in a profile, never partly in both.

    ``variables`` has for each field the environment variables that may contain it, the preferred one
    first; those at the same position belong together. ``profile`` is an INI file, ``profile_variable``
    the variable with the path of another one, and ``sections`` are its sections that may have the fields.
    """

    variables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    profile: str = ""
    profile_variable: str = ""
    sections: tuple[str, ...] = ()

    def values(self, required: Sequence[str]) -> dict[str, str]:
        """The fields of the first place that has the required ones; empty if no place has any of them.

        Raises CredentialsError for a place with only some of them, and for a profile that cannot be read.
        """
        sets = self._sets()
        for names in sets:
            values = {name: os.environ[known] for name, known in names.items() if os.environ.get(known)}
            if values.keys() >= set(required):
                return values
        for names in sets:
            there = [names[name] for name in required if os.environ.get(names.get(name, ""))]
            if there:
                missing = [names.get(name, name) for name in required if names.get(name, name) not in there]
                raise _partial("the environment", there, missing)
        profile = self._profile()
        there = [name for name in required if name in profile]
        if there and len(there) < len(required):
            raise _partial(self._path(), there, [name for name in required if name not in profile])
        return profile if there else {}

    def _sets(self) -> list[dict[str, str]]:
        """The variables that belong together; a field with fewer variables repeats its last one."""
        names = self.variables
        count = max(map(len, names.values()), default=0)
        return [
            {name: known[min(index, len(known) - 1)] for name, known in names.items() if known}
            for index in range(count)
        ]

    def _path(self) -> str:
        return os.environ.get(self.profile_variable) or self.profile

    def _profile(self) -> dict[str, str]:
        import configparser  # slow to load

        path = self._path()
        parser = configparser.ConfigParser(interpolation=None)
        try:
            text = Path(path).expanduser().read_text("utf-8") if path else ""
            parser.read_string(text)
        except FileNotFoundError:
            if os.environ.get(self.profile_variable):
                reason = f"{self.profile_variable} names the profile {path}, which does not exist"
                raise CredentialsError(reason) from None
            return {}
        except (configparser.Error, OSError, UnicodeDecodeError, RuntimeError) as error:
            # The message of the parser shows the line, which may contain a secret.
            raise CredentialsError(f"the profile {path} cannot be read: {type(error).__name__}") from None
        section = next((name for name in self.sections if parser.has_section(name)), None)
        values = dict(parser[section]) if section else {}
        return {name: values[name] for name in self.variables if values.get(name)}


def _partial(place: str, there: Sequence[str], missing: Sequence[str]) -> CredentialsError:
    return CredentialsError(
        f"{place} has only some of the credentials: {', '.join(there)} without {', '.join(missing)}"
    )
