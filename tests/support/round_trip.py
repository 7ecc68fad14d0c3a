"""Calls through a generated client to the mock server, and whether what was meant is what arrived."""

from __future__ import annotations

import inspect
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from oasmith.api.model import Api, Content, Operation, Parameter
from oasmith.mock import MockServer
from oasmith.runtime.media import kind_of
from oasmith.values.cache import SchemaCache
from oasmith.values.sampling import Sampler

_TRIES = 12
_NOT_PARAMETERS = ("accept", "content-type", "authorization")
"""Header parameters of which a description can say nothing (OpenAPI 3.1 §4.8.12.1)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An operation that did not make the round trip, and why."""

    operation: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Call:
    arguments: dict[str, Any]
    parameters: dict[str, dict[str, Any]]
    body: Any
    content: Content | None


def round_trips(api: Api, package: ModuleType, client_name: str, seed: int = 5) -> list[Failure]:
    """Call every operation once with drawn arguments; the failures.

    The server has to read the arguments as they were given, and the client the response as the
    description has it.
    """
    with MockServer(api, seed=seed) as server:
        client = _client(api, getattr(package, client_name), server.url)
        caller = _Caller(api, package, server)
        return [
            Failure(operation.id, reason)
            for operation in api.operations
            if (reason := caller.reason(client, operation)) is not None
        ]


def _client(api: Api, client_class: Any, url: str) -> Any:
    accepted = inspect.signature(client_class.__init__).parameters
    credentials: dict[str, Any] = {}
    for scheme in api.security_schemes:
        if scheme.name in accepted:
            is_pair = scheme.type == "http" and scheme.scheme.lower() == "basic"
            credentials[scheme.name] = ("user", "password") if is_pair else "key"
    return client_class(base_url=url, strict_responses=True, **credentials)


class _Caller:
    def __init__(self, api: Api, package: ModuleType, server: MockServer) -> None:
        self.schemas = SchemaCache(api.schemas)
        self.values = Sampler(self.schemas, 4)
        self.package = package
        self.server = server
        self.bares: dict[int, Mapping[str, Any]] = {}

    def reason(self, client: Any, operation: Operation) -> str | None:
        """Why an operation fails; None if it does not."""
        try:
            call = self.draw(operation)
        except LookupError as error:
            return str(error)
        method = getattr(getattr(client, operation.group) if operation.group else client, operation.name)
        before = next(iter(self.server.exchanges[-1:]), None)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                method(**call.arguments)
        except self.package.APIStatusError as error:
            if operation.success is not None and operation.success.status != "default":
                return f"the server refused it: {error.status_code} {json.dumps(error.body)[:300]}"
        except Exception as error:
            return f"{type(error).__name__}: {str(error)[:500]}"
        last = self.server.exchanges[-1:]
        if not last or last[0] is before:
            return "nothing arrived"
        if last[0].operation != operation.id:
            return f"it arrived as {last[0].operation!r}"
        return _difference(call, last[0].values, last[0].request_body)

    def draw(self, operation: Operation) -> _Call:
        """Arguments for every parameter and the body. Raises LookupError where none can be drawn."""
        arguments: dict[str, Any] = {}
        parameters: dict[str, dict[str, Any]] = {}
        for parameter in operation.parameters:
            if parameter.location == "header" and parameter.wire_name.lower() in _NOT_PARAMETERS:
                if parameter.required:
                    arguments[parameter.name] = self.values.value(parameter.schema, parameter.wire_name)
                continue
            value = self.parameter(operation, parameter)
            if value is not None:
                arguments[parameter.name] = value
                parameters.setdefault(parameter.location, {})[parameter.wire_name] = value
            elif parameter.required:
                raise LookupError(f"no value for the parameter {parameter.wire_name!r} can be written")
        content = next(iter(operation.body.contents), None) if operation.body else None
        body = None
        if content is not None:
            body = self.body(operation, content)
            arguments["body"] = self.as_model(content, body)
        return _Call(arguments, parameters, body, content)

    def parameter(self, operation: Operation, parameter: Parameter) -> Any:
        """A value that the parameter's style can write, if there is one."""
        for attempt in range(_TRIES):
            place = f"{operation.id} {parameter.location} {parameter.wire_name} {attempt}"
            # A default or example that cannot be written would be drawn again and again.
            schema = parameter.schema if attempt < 3 else self.bare(parameter.schema)
            value = self.values.value(schema, place)
            if self.schemas.is_valid(parameter.schema, value) and _is_writable(parameter, value):
                return value
        return None

    def body(self, operation: Operation, content: Content) -> Any:
        kind = kind_of(content.content_type)
        if kind == "binary":
            return b"\x00\xffbinary"
        if kind == "text":
            return "some text"
        for attempt in range(_TRIES):
            value = self.values.value(content.schema, f"{operation.id} body {attempt}")
            if kind != "json" and isinstance(value, dict):
                value = {key: item for key, item in value.items() if item not in (None, [], {})}
            if self.schemas.is_valid(content.schema, value) and (kind == "json" or _is_form(value)):
                return value
        raise LookupError("no body was found that is valid and can be written")

    def bare(self, schema: Any) -> Any:
        """A schema without the values that it suggests; kept, as what is drawn from one is known by it."""
        key = id(schema)
        if key not in self.bares and isinstance(schema, Mapping):
            kept = {
                word: value
                for word, value in schema.items()
                if word not in ("default", "example", "examples")
            }
            self.bares[key] = kept
        return self.bares.get(key, schema)

    def as_model(self, content: Content, value: Any) -> Any:
        """The value as the model, or with the files, that a user would pass."""
        if isinstance(value, dict) and content.files:
            return {name: _file(item) if name in content.files else item for name, item in value.items()}
        if kind_of(content.content_type) != "json" or content.schema_name is None:
            return value
        annotation = getattr(self.package.models, content.schema_name)
        from importlib import import_module

        read = import_module(f"{self.package.__name__}._runtime.responses").read
        model, deviations = read(annotation, json.dumps(value).encode())
        return value if deviations else model


def _file(value: Any) -> Any:
    """A file, or a list of files, with these texts as content."""
    if isinstance(value, list):
        return [_file(item) for item in value]
    return value.encode() if isinstance(value, str) else value


def _difference(call: _Call, values: Mapping[str, Any], raw: bytes) -> str | None:
    for place, given in call.parameters.items():
        for name, value in given.items():
            found = values.get(place, {}).get(name)
            if not _same(found, value):
                return f"{place} {name}: {value!r} arrived as {found!r}"
    if isinstance(call.body, bytes):
        return None if raw == call.body else "the bytes arrived changed"
    if call.body is not None and not _same(values.get("body"), call.body):
        return f"body: {_short(call.body)} arrived as {_short(values.get('body'))}"
    return None


def _same(found: Any, value: Any) -> bool:
    return json.dumps(found, sort_keys=True) == json.dumps(value, sort_keys=True) or found == value


def _short(value: Any) -> str:
    return json.dumps(value)[:300]


def _is_writable(parameter: Parameter, value: Any) -> bool:
    """Whether a style can write a value so that it can be read again (OpenAPI 3.1 §4.8.12.6)."""
    if parameter.style == "json":
        return True
    if isinstance(value, (list, dict)):
        members = list(value.values()) if isinstance(value, dict) else value
        texts = [member for member in members if isinstance(member, str)]
        is_flat = bool(members) and not any(
            isinstance(member, (list, dict)) or member is None for member in members
        )
        separators = "," if parameter.location in ("header", "path") or not parameter.explode else ""
        keys = list(value) if isinstance(value, dict) else []
        return is_flat and not any(
            text == "" or any(char in text for char in separators + ".;=|% ") for text in [*texts, *keys]
        )
    if parameter.location == "header" and isinstance(value, str):
        return value.isascii() and value.isprintable() and value == value.strip()
    if value == "":
        return parameter.location == "query"
    return value is not None and value not in (".", "..")


def _is_form(value: Any) -> bool:
    """Whether a form can write a value: no lists that are empty, no nulls."""
    return (
        isinstance(value, dict)
        and bool(value)
        and not any(item is None or item == [] for item in value.values())
    )
