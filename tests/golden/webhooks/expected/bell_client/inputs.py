"""Request bodies as mappings, with the keys that the description has. Properties can be models."""

from __future__ import annotations

from typing import TypedDict


class RingRequest(TypedDict):
    tell: str
