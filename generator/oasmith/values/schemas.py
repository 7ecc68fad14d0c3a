"""The schemas of an API: where references lead, what a value has to look like, whether it does."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator, Registry, ValidationError

from oasmith.api.schemas import Schema
from oasmith.reading.pointers import fragment_pointer, look_up
from oasmith.reading.structure import map_schemas
from oasmith.values.flattening import Flat, flatten
from oasmith.values.shapes import Shape, shape

T = TypeVar("T")

_BASE = "urn:oasmith:api"
_log = logging.getLogger("oasmith.mock")


class Schemas:
    """The named schemas of an API. What is found out about a schema object is kept as long as this."""

    def __init__(self, named: Mapping[str, Schema]) -> None:
        self._document = {"components": {"schemas": dict(named)}}
        self._known: dict[tuple[str, int], tuple[Schema, Any]] = {}

    def scratch(self) -> Schemas:
        """The same schemas, for work with many others that are soon thrown away."""
        other = copy.copy(self)
        other._known = dict(self._known)
        return other

    def target(self, reference: str) -> Schema:
        """What a reference leads to; where it leads nowhere, a schema that allows everything."""
        try:
            schema: Schema = look_up(self._document, fragment_pointer(reference.removeprefix("#")))
        except KeyError:
            return True
        return schema

    def shape(self, schema: Schema) -> Shape:
        """How values of a schema are written down."""
        return self._once("shape", schema, lambda: shape(schema, self.target))

    def flat(self, schema: Schema) -> Flat:
        """A schema without references and without ``allOf``."""
        return self._once("flat", schema, lambda: flatten(schema, self.target))

    def is_valid(self, schema: Schema, value: Any) -> bool:
        """Whether a schema allows a value (JSON Schema 2020-12, formats asserted).

        A schema that cannot be compiled allows everything; that it cannot is logged once.
        """
        validator = self._once("validator", schema, lambda: self._compiled(schema))
        return validator is None or validator.is_valid(value)

    def _compiled(self, schema: Schema) -> Draft202012Validator | None:
        try:
            return Draft202012Validator(
                map_schemas(schema, _absolute), registry=self._registry, validate_formats=True, offline=True
            )
        except (ValidationError, ValueError) as error:
            _log.warning("a schema cannot be checked: %r", str(error).partition("\n")[0])
            return None

    @cached_property
    def _registry(self) -> Registry:
        named = self._document["components"]["schemas"]
        absolute = {name: map_schemas(schema, _absolute) for name, schema in named.items()}
        return Registry([(_BASE, {"components": {"schemas": absolute}})])

    def _once(self, kind: str, schema: Schema, make: Callable[[], T]) -> T:
        key = kind, id(schema)
        if key not in self._known:
            self._known[key] = schema, make()  # the schema is kept so that no other gets its id
        found: T = self._known[key][1]
        return found


def _absolute(schema: dict[str, Any]) -> dict[str, Any]:
    reference = str(schema.get("$ref", ""))
    if not reference.startswith("#"):
        return schema
    return {**schema, "$ref": _BASE + quote(reference, safe="#/~%!$&'()*+,;=:@?")}
