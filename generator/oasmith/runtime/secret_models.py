# A module of generated clients, in which another line takes the place of this one.
"""Models with fields that are not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import ConfigDict

from .errors import HIDDEN
from .models import Model
from .secrets import ANY_NAME, Secrets


class SecretModel(Model):
    """A model that hides secrets: in its repr, and every value in an error."""

    model_config = ConfigDict(hide_input_in_errors=True)
    _secrets: ClassVar[Mapping[str, tuple[str, ...]]]
    """The wire names of the secret fields, by the class that has them."""

    @classmethod
    def secret_fields(cls) -> set[str]:
        """The wire names of its secret fields."""
        return {name for kind in cls.__mro__ for name in cls._secrets.get(kind.__name__, ())}

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        fields = type(self).model_fields
        secrets = Secrets(*({name for names in self._secrets.values() for name in names} - {ANY_NAME}))
        own = self.secret_fields()
        own |= {name for name, field in fields.items() if field.alias in own}
        for name, value in super().__repr_args__():
            is_extra = name not in fields
            is_hidden = name in own or (is_extra and (ANY_NAME in own or secrets.hides((str(name),))))
            yield name, HIDDEN if is_hidden and value is not None else secrets.value(value)
