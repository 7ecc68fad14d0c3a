"""What class names are made of: words in PascalCase, in one scope for all classes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from oasmith import names
from oasmith.names import Namespace
from oasmith.reserved import MODEL_CLASSES

PREFIX = "#/components/schemas/"
UNIONS = ("oneOf", "anyOf")


@lru_cache(maxsize=16384)
def pascal_case(text: str) -> str:
    """A class name as a plain string, since it becomes a key of the document."""
    name = str(names.pascal_case(text))
    return f"{name.removesuffix('_')}Model" if name.endswith("_") else name


def class_scope() -> Namespace:
    """A scope for class names. They are file names as well, so it ignores case."""
    return Namespace(MODEL_CLASSES, escape=_unreserved, joint="", ignores_case=True)


def _unreserved(name: str) -> str:
    """``Warning`` as ``WarningModel``, and only ``Model`` as ``ModelSchema``."""
    return f"{name}{'Schema' if name.endswith('Model') else 'Model'}"


def own_name(schema: Any) -> str | None:
    """The class name that ``x-oasmith-name`` gives a schema, if any."""
    name = schema.get("x-oasmith-name") if isinstance(schema, dict) else None
    return pascal_case(name) if isinstance(name, str) else None
