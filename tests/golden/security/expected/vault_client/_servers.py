"""Server URLs."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ._runtime.servers import Server

Region: TypeAlias = Literal["north", "south"]
"""Where it stands"""

Base: TypeAlias = str

SERVER = Server("https://{region}.vault.example/{base}", {"region": ("north", "south"), "base": ()})
