"""Changes of the Python surface of a client: its methods, arguments, classes, fields and types."""

from oasmith.changes.surface.build import surface_of
from oasmith.changes.surface.compare import surface_changes
from oasmith.changes.surface.model import Surface

__all__ = ["Surface", "surface_changes", "surface_of"]
