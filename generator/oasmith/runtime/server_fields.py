# A module of generated clients, in which another line takes the place of this one.
"""Fields that only the server sets (``readOnly``)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from .models import MissingFieldError, is_reading


class _LeftToServer:
    """The default of such a field: None in an object that you build, missing in a response."""

    is_required_in_responses = True

    def __call__(self) -> None:
        if is_reading.get():
            raise MissingFieldError


def server_set() -> Any:
    """The default of a field that only the server sets, so that objects are built without it.

    In a response the field has its type; in an object that you build it is None.
    """
    return Field(default_factory=_LeftToServer())
