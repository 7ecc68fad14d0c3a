"""Merged forms and compiled validators of schemas, each computed once."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from jsonschema_rs import Draft202012Validator, Registry, ValidationError

from oasmith.runtime.contract import pattern_options
from oasmith.runtime.times import FORMATS as TIME_FORMATS
from oasmith.schemas import Flat, Schema, Schemas, Shape, with_base

T = TypeVar("T")

_BASE = "urn:oasmith:api"
_log = logging.getLogger("oasmith.mock")


class SchemaCache:
    """What ``Schemas`` says about schema objects, kept as long as this object."""

    def __init__(self, view: Schemas) -> None:
        self.view = view
        self._known: dict[tuple[str, int], tuple[Schema, Any]] = {}

    def scratch(self) -> SchemaCache:
        """A copy for work with many temporary schemas, which this cache does not keep."""
        other = copy.copy(self)
        other._known = dict(self._known)
        return other

    def shape(self, schema: Schema) -> Shape:
        """The types of the values of a schema, and the schemas of their properties and items."""
        return self._once("shape", schema, lambda: self.view.shape(schema))

    def flat(self, schema: Schema) -> Flat:
        """A schema merged with its references and its ``allOf``."""
        return self._once("flat", schema, lambda: self.view.flat(schema))

    def is_valid(self, schema: Schema, value: Any) -> bool:
        """Whether a value is valid against a schema (JSON Schema 2020-12, formats asserted).

        Every value is valid against a schema that cannot be compiled. A warning is logged once.
        """
        validator = self._once("validator", schema, lambda: self._compiled(schema))
        return validator is None or validator.is_valid(value)

    def _compiled(self, schema: Schema) -> Draft202012Validator | None:
        try:
            return Draft202012Validator(
                with_base(schema, _BASE),
                registry=self._registry,
                validate_formats=True,
                formats=dict(TIME_FORMATS),
                offline=True,
                pattern_options=pattern_options(),
            )
        except (ValidationError, ValueError) as error:
            reason = str(error).partition("\n")[0]
            _log.warning("a schema cannot be compiled; values are not validated against it: %r", reason)
            return None

    @cached_property
    def _registry(self) -> Registry:
        absolute = {name: with_base(schema, _BASE) for name, schema in self.view.items()}
        return Registry([(_BASE, {"components": {"schemas": absolute}})])

    def _once(self, kind: str, schema: Schema, compute: Callable[[], T]) -> T:
        key = kind, id(schema)
        if key not in self._known:
            self._known[key] = schema, compute()  # the reference keeps the id from being used again
        found: T = self._known[key][1]
        return found
