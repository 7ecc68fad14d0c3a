"""Validates requests against the same contract as clients do."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, unquote_plus

from jsonschema_rs import ReferencingError, ValidationError
from pydantic_core import from_json

from oasmith.api.contract import LOCATIONS, contract_document, contract_key, formats
from oasmith.api.model import Api, Content, Operation, Parameter
from oasmith.mock.media import DEFAULT, is_json
from oasmith.mock.messages import HttpError, Request
from oasmith.mock.routing import Match
from oasmith.mock.security import check_credentials
from oasmith.runtime.base_contract import read_json
from oasmith.runtime.branches import BranchContract
from oasmith.runtime.decoding import (
    Decoded,
    Pairs,
    decode_header,
    decode_pairs,
    decode_path,
    decode_querystring,
    form_properties,
    split_cookies,
    split_query,
)
from oasmith.runtime.errors import Violation
from oasmith.runtime.media import essence, kind_of, media_ranges
from oasmith.schemas import TYPES, Schema, Shape
from oasmith.values.cache import SchemaCache

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,999})(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_log = logging.getLogger("oasmith.mock")


class RequestChecker:
    """Checks requests. ``secrets`` has the secret key of each access key, to verify signatures."""

    def __init__(self, api: Api, schemas: SchemaCache, secrets: Mapping[str, str]) -> None:
        self._reader = RequestReader(schemas)
        self._secrets = secrets
        self._schemes = {scheme.key: scheme for scheme in api.security_schemes}
        self._api_keys = {it.parameter_name for it in api.security_schemes if it.location == "query"}
        self._contract = BranchContract(contract_document(api), formats=formats(api))

    def check(self, match: Match, request: Request) -> dict[str, Any]:
        """The request as JSON values, as the contract describes it.

        Raises HttpError 401 for missing credentials and wrong signatures, 413 for a body that is too
        long, 415 for a media type that the operation does not accept, and 400 with every violation.
        """
        operation = match.operation
        check_credentials(operation, request, self._schemes, self._secrets)
        if request.is_cut:
            raise HttpError(413, "the body is longer than this server accepts")
        values: dict[str, Any] = self._reader.parameters(operation, match.variables, request, self._api_keys)
        content: Content | None = None
        is_described = True
        contents = operation.request_contents
        content_type = request.header("Content-Type") or ""
        if contents and (request.body or kind_of(content_type) == "form"):
            content = _content(contents, content_type)
            values["body"] = self._body(request, content.schema)
            is_described = is_json(content_type) or isinstance(values["body"], dict)
        violations = self._violations(operation, content, values)
        if not is_described:
            violations = tuple(it for it in violations if it.location != "body")
        if violations:
            raise _bad_request(violations)
        return values

    def _body(self, request: Request, schema: Schema) -> Any:
        try:
            return self._reader.body(request, schema)
        except ValueError as error:
            content_type = request.header("Content-Type") or ""
            expected = "JSON" if is_json(content_type) else essence(content_type)
            raise _bad_request((Violation("body", "", None, f"is not {expected}: {error}"),)) from None

    def _violations(
        self, operation: Operation, content: Content | None, values: dict[str, Any]
    ) -> tuple[Violation, ...]:
        """The violations of the contract; none, and a warning in the log, if it cannot be compiled."""
        try:
            return self._contract.violations(contract_key(operation, content), values)
        except (ValidationError, ReferencingError) as error:
            reason = str(error).partition("\n")[0]
            _log.warning("requests of %r cannot be validated: %r", operation.id, reason)
            return ()


def _bad_request(violations: tuple[Violation, ...]) -> HttpError:
    return HttpError(400, "; ".join(map(str, violations)), violations=violations)


def _content(contents: tuple[Content, ...], content_type: str) -> Content:
    """The most specific of the contents with this type. Raises HttpError 415 if there is none."""
    for media_range in media_ranges(content_type or DEFAULT):
        for content in contents:
            if essence(content.media_type) == media_range:
                return content
    accepted = ", ".join(content.media_type for content in contents)
    given = content_type or "a body without a content type"
    raise HttpError(415, f"the body must be {accepted}, not {given}", headers=(("Accept", accepted),))


class RequestReader:
    """Reads the JSON values in a request: each string as a type that the schema allows.

    A string of another type stays a string, which the contract then reports.
    """

    def __init__(self, schemas: SchemaCache) -> None:
        self._schemas = schemas

    def parameters(
        self,
        operation: Operation,
        variables: Mapping[str, str],
        request: Request,
        api_keys: Set[str] = frozenset(),
    ) -> dict[str, dict[str, Any]]:
        """The parameters of a request by location and name; absent ones are left out.

        ``variables`` are those of the path, still encoded; ``api_keys`` are the query parameters that
        hold credentials.
        """
        values: dict[str, dict[str, Any]] = {location: {} for location in LOCATIONS}
        query, cookies = split_query(request.query), split_cookies(request.header("Cookie") or "")
        for parameter in operation.parameters:
            name, style, explode = parameter.wire_name, parameter.style, parameter.explode
            decoded: Decoded | None
            match parameter.location:
                case "path":
                    decoded = decode_path(variables.get(name, ""), name, style, explode)
                case "header":
                    header = request.header(name)
                    decoded = None if header is None else decode_header(header, explode)
                case "querystring":
                    pairs = [(key, value) for key, value in query if key not in api_keys]
                    decoded = decode_querystring(request.query, pairs)
                case location:
                    pairs, decode = (query, unquote_plus) if location == "query" else (cookies, unquote)
                    rest = self._unclaimed(pairs, operation, parameter, api_keys)
                    decoded = decode_pairs(pairs, rest, name, style, explode, decode)
            if decoded is not None:
                is_json_value = style == "json"
                value = _json(decoded.string) if is_json_value else self._typed(decoded, parameter.schema)
                values[parameter.location][name] = value
        return values

    def _unclaimed(
        self, pairs: Pairs, operation: Operation, parameter: Parameter, api_keys: Set[str]
    ) -> Pairs:
        """The pairs that no other parameter has; none if the parameter is not an object."""
        types = self._schemas.shape(parameter.schema).types
        if "object" not in types or types == TYPES:
            return []
        claimed = set(api_keys)
        for other in operation.parameters:
            if other is not parameter and other.location == parameter.location:
                claimed.add(other.wire_name)
                if other.explode and other.style == "form":
                    claimed.update(self._schemas.shape(other.schema).properties)
        return [(name, value) for name, value in pairs if name not in claimed]

    def body(self, request: Request, schema: Schema) -> Any:
        """The body: JSON as its value, a form as an object if the schema allows one, others as strings.

        Raises ValueError for a body that is not JSON or multipart, although its media type says so.
        """
        content_type = request.header("Content-Type") or ""
        if is_json(content_type):
            return read_json(request.body, allow_inf_nan=False)
        text = request.body.decode("utf-8", "replace")
        shape = self._schemas.shape(schema)
        kind = kind_of(content_type)
        if "object" not in shape.types or kind not in ("multipart", "form"):
            return text
        if kind == "form":
            pairs = [(name, unquote_plus(value)) for name, value in split_query(text)]
        else:
            from oasmith.mock.multipart import parts  # slow to load, and few requests need it

            pairs = list(parts(request.body, content_type))
        return self._object(form_properties(pairs), shape)

    def _typed(self, decoded: Decoded, schema: Schema) -> Any:
        """The first of the possible values that is valid, or the first if none is."""
        values = list(self._possible_values(decoded, self._schemas.shape(schema)))
        if len(values) == 1:
            return values[0]
        return next((value for value in values if self._schemas.is_valid(schema, value)), values[0])

    def _possible_values(self, decoded: Decoded, shape: Shape) -> Iterator[Any]:
        as_json = {"object"} if decoded.items is not None else {"array", "object"}
        scalars = [] if decoded.string is None else list(_scalars(decoded.string, shape.types, as_json))
        structures: list[Any] = []
        if shape.types != TYPES:
            if "array" in shape.types and decoded.items is not None:
                items = enumerate(decoded.items)
                structures.append([self._typed(Decoded(item), shape.item(index)) for index, item in items])
            if "object" in shape.types and decoded.properties is not None:
                structures.append(self._object(decoded.properties, shape))
        has_several = decoded.items is not None and len(decoded.items) > 1
        yield from (structures + scalars) if has_several else (scalars + structures)
        if not scalars and not structures:
            yield _untyped(decoded)

    def _object(self, properties: Mapping[str, Decoded], shape: Shape) -> dict[str, Any]:
        return {name: self._typed(value, shape.property(name)) for name, value in properties.items()}


def _untyped(decoded: Decoded) -> Any:
    if decoded.string is not None:
        return decoded.string
    if decoded.items is not None:
        return decoded.items
    return {name: _untyped(value) for name, value in (decoded.properties or {}).items()}


def _json(string: str | None) -> Any:
    """The value of a JSON string; the string if it is not JSON."""
    try:
        return from_json(string or "", allow_inf_nan=False)
    except ValueError:
        return string


def _scalars(string: str, types: frozenset[str], as_json: set[str]) -> Iterator[Any]:
    """What a string can be read as, the most specific first; ``as_json`` are types to read from JSON."""
    if types == TYPES:
        yield string
        return
    if "boolean" in types and string in ("true", "false"):
        yield string == "true"
    if types & {"integer", "number"} and _NUMBER.fullmatch(string):
        yield from_json(string)
    if {"[": "array", "{": "object"}.get(string[:1]) in types & as_json:
        with suppress(ValueError):
            yield from_json(string, allow_inf_nan=False)
    if "string" in types:
        yield string
    if "null" in types and string in ("", "null"):
        yield None
