"""What is worked out once for each schema: its merged form and its compiled validator."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from jsonschema_rs import Draft202012Validator, Registry, ValidationError

from oasmith.runtime.reasons import pattern_options
from oasmith.schemas import Flat, Schema, Schemas, Shape, with_base

T = TypeVar("T")

_BASE = "urn:oasmith:api"
_log = logging.getLogger("oasmith.mock")


class SchemaCache:
    """What the view of the schemas says about a schema object, kept as long as this object."""

    def __init__(self, view: Schemas) -> None:
        self.view = view
        self._known: dict[tuple[str, int], tuple[Schema, Any]] = {}

    def scratch(self) -> SchemaCache:
        """The same schemas, for work with many others that are soon thrown away."""
        other = copy.copy(self)
        other._known = dict(self._known)
        return other

    def shape(self, schema: Schema) -> Shape:
        """How values of a schema are written down."""
        return self._once("shape", schema, lambda: self.view.shape(schema))

    def flat(self, schema: Schema) -> Flat:
        """A schema merged with what it refers to and with its ``allOf``."""
        return self._once("flat", schema, lambda: self.view.flat(schema))

    def is_valid(self, schema: Schema, value: Any) -> bool:
        """Whether a schema allows a value (JSON Schema 2020-12, formats asserted).

        A schema that cannot be compiled allows everything; that it cannot is logged once.
        """
        validator = self._once("validator", schema, lambda: self._compiled(schema))
        return validator is None or validator.is_valid(value)

    def _compiled(self, schema: Schema) -> Draft202012Validator | None:
        try:
            return Draft202012Validator(
                with_base(schema, _BASE),
                registry=self._registry,
                validate_formats=True,
                offline=True,
                pattern_options=pattern_options(),
            )
        except (ValidationError, ValueError) as error:
            _log.warning("a schema cannot be checked: %r", str(error).partition("\n")[0])
            return None

    @cached_property
    def _registry(self) -> Registry:
        absolute = {name: with_base(schema, _BASE) for name, schema in self.view.items()}
        return Registry([(_BASE, {"components": {"schemas": absolute}})])

    def _once(self, kind: str, schema: Schema, make: Callable[[], T]) -> T:
        key = kind, id(schema)
        if key not in self._known:
            self._known[key] = schema, make()  # the schema is kept so that no other gets its id
        found: T = self._known[key][1]
        return found
