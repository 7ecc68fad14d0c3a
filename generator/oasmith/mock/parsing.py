"""A request off the wire, back in the form that the contract sees: the inverse of the client's writing.

Text is read as the type that its schema wants; text that cannot be read so stays text, for the contract
to refuse.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, unquote_plus

from pydantic_core import from_json

from oasmith.api.model import Operation, Parameter
from oasmith.mock.media import is_json
from oasmith.mock.messages import Request
from oasmith.runtime.base_contract import read_json
from oasmith.runtime.media import kind_of
from oasmith.schemas import TYPES, Schema, Shape
from oasmith.values.cache import SchemaCache

Pairs = list[tuple[str, str]]

_DELIMITERS = {"spaceDelimited": re.compile(r"\+|%20"), "pipeDelimited": re.compile(r"\||%7C", re.IGNORECASE)}
_COMMA = re.compile(r",")
_ENCODED_COMMA = re.compile(r"%2C", re.IGNORECASE)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,999})(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Written:
    """A value as it was written, taken for each of the things that it could be; None where it is not.

    ``repeats`` says that a property which is an array is there once for each item, not once as JSON.
    """

    text: str | None = None
    items: list[str] | None = None
    pairs: Pairs | None = None
    repeats: bool = False


def read_parameters(
    operation: Operation,
    texts: Mapping[str, str],
    request: Request,
    schemas: SchemaCache,
    foreign: Collection[str] = (),
) -> dict[str, dict[str, Any]]:
    """The parameters of a request by place and wire name; what is not there is left out.

    ``texts`` are those of the path, still encoded; ``foreign`` are query parameters that are no part of
    the operation, such as keys.
    """
    found: dict[str, dict[str, Any]] = {
        place: {} for place in ("path", "query", "header", "cookie", "querystring")
    }
    named = {"query": query_pairs(request.query), "cookie": cookies(request)}
    for parameter in operation.parameters:
        written: _Written | None
        if parameter.location == "path":
            written = _from_path(texts.get(parameter.wire_name, ""), parameter)
        elif parameter.location == "header":
            value = request.header(parameter.wire_name)
            written = None if value is None else _from_header(value, parameter.explode)
        elif parameter.location == "querystring":
            pairs = [(name, unquote_plus(value)) for name, value in named["query"] if name not in foreign]
            written = _Written(unquote(request.query), pairs=pairs, repeats=True) if request.query else None
        else:
            claimed = _claimed(operation, parameter, schemas) | set(foreign)
            pairs = named[parameter.location]
            written = _from_pairs(pairs, parameter, schemas.shape(parameter.schema), claimed)
        if written is not None:
            value = (
                _as_json(written) if parameter.style == "json" else _typed(written, parameter.schema, schemas)
            )
            found[parameter.location][parameter.wire_name] = value
    return found


def _as_json(written: _Written) -> Any:
    """A parameter that is JSON text; just its text where it is none."""
    try:
        return from_json(written.text or "", allow_inf_nan=False)
    except ValueError:
        return written.text


def read_body(request: Request, schema: Schema, schemas: SchemaCache) -> Any:
    """The body as JSON has it: JSON is read, a form is an object if it may be one, all else is text.

    Raises ValueError for a body that is not the JSON or the multipart body it says it is.
    """
    content_type = request.header("Content-Type") or ""
    if is_json(content_type):
        return read_json(request.body, allow_inf_nan=False)
    text = request.body.decode("utf-8", "replace")
    if "object" not in schemas.shape(schema).types:
        return text
    kind = kind_of(content_type)
    if kind == "multipart":
        from oasmith.mock.multipart import parts  # few requests need it, and it takes long to load

        return _object(list(parts(request.body, content_type)), True, schemas.shape(schema), schemas)
    if kind != "form":
        return text
    pairs = [(name, unquote_plus(value)) for name, value in query_pairs(text)]
    return _object(pairs, True, schemas.shape(schema), schemas)


def query_pairs(query: str) -> Pairs:
    """Name, decoded, and value, still encoded, of each part of a query."""
    return _split_pairs(query.split("&"), unquote_plus)


def cookies(request: Request) -> Pairs:
    """Name, decoded, and value, still encoded, of each cookie (RFC 6265 §4.2)."""
    parts = (request.header("Cookie") or "").split(";")
    return _split_pairs((part.strip(" \t") for part in parts), unquote)


def _split_pairs(parts: Iterable[str], decode: Callable[[str], str]) -> Pairs:
    split = (part.partition("=") for part in parts)
    return [(decode(name), value) for name, _, value in split if name]


def _claimed(operation: Operation, parameter: Parameter, schemas: SchemaCache) -> set[str]:
    """The names in the same place that belong to the operation's other parameters."""
    names: set[str] = set()
    for other in operation.parameters:
        if other is not parameter and other.location == parameter.location:
            names.add(other.wire_name)
            if other.explode and other.style == "form":
                names.update(schemas.shape(other.schema).properties)
    return names


def _from_path(text: str, parameter: Parameter) -> _Written:
    """A path parameter (styles simple, label, matrix)."""
    separator = ","
    if parameter.style == "label":
        text = text.removeprefix(".")
        separator = "." if parameter.explode else ","
    elif parameter.style == "matrix":
        text = text.removeprefix(";")
        if parameter.explode:
            return _from_matrix(text, parameter.wire_name)
        text = text.partition("=")[2]
    parts = text.split(separator) if text else []
    return _Written(
        unquote(text), list(map(unquote, parts)), _decoded(_paired(parts, parameter.explode), unquote)
    )


def _from_matrix(text: str, name: str) -> _Written:
    pairs = _decoded(_paired(text.split(";"), explode=True), unquote) or []
    items = [value for key, value in pairs if key == name]
    return _Written(items[0] if len(items) == len(pairs) == 1 else None, items, pairs)


def _from_header(text: str, explode: bool) -> _Written:
    """A header parameter (style simple), of which nothing is encoded."""
    parts = [part.strip(" \t") for part in text.split(",")] if text else []
    return _Written(text, parts, _paired(parts, explode))


def _from_pairs(pairs: Pairs, parameter: Parameter, shape: Shape, claimed: set[str]) -> _Written | None:
    """A query or cookie parameter (styles form, spaceDelimited, pipeDelimited, deepObject)."""
    decode = unquote_plus if parameter.location == "query" else unquote
    name = parameter.wire_name
    own = [value for key, value in pairs if key == name]
    if parameter.style == "deepObject":
        inner = [(key[len(name) + 1 : -1], value) for key, value in pairs if _is_inside(key, name)]
        return _Written(pairs=[(key, decode(value)) for key, value in inner], repeats=True) if inner else None
    if len(own) == 1 and not parameter.explode:
        parts = _delimited(own[0], parameter.style)
        return _Written(
            decode(own[0]), list(map(decode, parts)), _decoded(_paired(parts, explode=False), decode)
        )
    if own:
        return _Written(decode(own[0]) if len(own) == 1 else None, list(map(decode, own)))
    if parameter.explode and "object" in shape.types and shape.types != TYPES:
        rest = [(key, value) for key, value in pairs if key not in claimed]
        return _Written(pairs=[(key, decode(value)) for key, value in rest]) if rest else None
    return None


def _is_inside(key: str, name: str) -> bool:
    return key.startswith(f"{name}[") and key.endswith("]")


def _delimited(text: str, style: str) -> list[str]:
    """The parts of a value, still encoded. A delimiter may be encoded, if it is so throughout."""
    if not text:
        return []
    if style in _DELIMITERS:
        return _DELIMITERS[style].split(text)
    return (_COMMA if "," in text else _ENCODED_COMMA).split(text)


def _paired(parts: list[str], explode: bool) -> Pairs | None:
    """``a=1`` and ``b=2``, or ``a``, ``1``, ``b`` and ``2``, as pairs."""
    if explode:
        split = [part.partition("=") for part in parts]
        return [(name, value) for name, _, value in split]
    return None if len(parts) % 2 else list(zip(parts[::2], parts[1::2], strict=True))


def _decoded(pairs: Pairs | None, decode: Callable[[str], str]) -> Pairs | None:
    return None if pairs is None else [(decode(name), decode(value)) for name, value in pairs]


def _typed(written: _Written, schema: Schema, schemas: SchemaCache) -> Any:
    """The first reading that the schema allows, or just the first."""
    readings = list(_readings(written, schemas.shape(schema), schemas))
    if len(readings) == 1:
        return readings[0]
    return next((reading for reading in readings if schemas.is_valid(schema, reading)), readings[0])


def _readings(written: _Written, shape: Shape, schemas: SchemaCache) -> Iterator[Any]:
    as_json = {"object"} if written.items is not None else {"array", "object"}
    scalars = [] if written.text is None else list(_scalars(written.text, shape.types, as_json))
    structures: list[Any] = []
    if shape.types != TYPES:
        if "array" in shape.types and written.items is not None:
            structures.append(_array(written.items, shape, schemas))
        if "object" in shape.types and written.pairs is not None:
            structures.append(_object(written.pairs, written.repeats, shape, schemas))
    is_long = written.items is not None and len(written.items) > 1
    yield from (structures + scalars) if is_long else (scalars + structures)
    if not scalars and not structures:
        raw = (written.text, written.items, dict(written.pairs or ()))
        yield next(value for value in raw if value is not None)


def _scalars(text: str, types: frozenset[str], as_json: set[str]) -> Iterator[Any]:
    """What one text can be read as, the most particular first; structures only those that may be JSON."""
    if types == TYPES:
        yield text
        return
    if "boolean" in types and text in ("true", "false"):
        yield text == "true"
    if types & {"integer", "number"} and _NUMBER.fullmatch(text):
        yield from_json(text)
    if {"[": "array", "{": "object"}.get(text[:1]) in types & as_json:
        with suppress(ValueError):
            yield from_json(text, allow_inf_nan=False)
    if "string" in types:
        yield text
    if "null" in types and text in ("", "null"):
        yield None


def _array(items: list[str], shape: Shape, schemas: SchemaCache) -> list[Any]:
    return [_typed(_Written(item), shape.item(index), schemas) for index, item in enumerate(items)]


def _object(pairs: Pairs, repeats: bool, shape: Shape, schemas: SchemaCache) -> dict[str, Any]:
    texts: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        texts[name].append(value)
    return {
        name: _typed(
            _Written(values[0], values if repeats else None) if len(values) == 1 else _Written(items=values),
            shape.property(name),
            schemas,
        )
        for name, values in texts.items()
    }
