# A module of generated clients, in which another line takes the place of this one.
"""The OAuth2 flows of a description."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flow:
    """Where tokens come from; ``refresh_url`` is empty if a token is refreshed at the token URL."""

    token_url: str
    refresh_url: str = ""
