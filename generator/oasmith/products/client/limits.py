"""The parts of a description that generated clients do not support."""

from __future__ import annotations

from collections.abc import Iterator

from oasmith.api.model import Api, Operation, Parameter, SecurityScheme
from oasmith.api.security import declared_variables
from oasmith.errors import Problem
from oasmith.media_types import is_xml
from oasmith.products.client.credentials import found_in_environment, is_known_scheme
from oasmith.runtime.operation import TOKEN
from oasmith.schemas import Schema, Schemas
from oasmith.structure import join_pointer


def limits(api: Api) -> list[Problem]:
    """A problem for each part of an API that clients do not support, with its pointer and a workaround."""
    return [
        *_schemes(api),
        *(problem for operation in api.operations for problem in _operation(api, operation)),
    ]


def _schemes(api: Api) -> Iterator[Problem]:
    for scheme in api.security_schemes:
        if not is_known_scheme(scheme):
            kind = f"{scheme.type} {scheme.scheme}".strip()
            yield Problem(
                f"the client has no argument for credentials of the kind {kind!r}",
                "Pass an httpx2 client with the credentials as http_client.",
                pointer=join_pointer(("components", "securitySchemes", scheme.key)),
            )
        yield from _environment(scheme)


def _environment(scheme: SecurityScheme) -> Iterator[Problem]:
    parts = found_in_environment(scheme)
    if parts is None:
        return
    declared = declared_variables(scheme)
    mistakes = [f"{name} is missing" for name in parts.required if name not in declared]
    mistakes += (f"{name} means nothing" for name in declared if name not in parts.required + parts.optional)
    if mistakes:
        place = ("components", "securitySchemes", scheme.key, "x-environment", "variables")
        optional = f"; {', '.join(parts.optional)} are optional" if parts.optional else ""
        yield Problem(
            f"the client cannot find these credentials in the environment: {'; '.join(mistakes)}",
            f"Name environment variables for {' and '.join(parts.required)}{optional}.",
            pointer=join_pointer(place),
        )


def _operation(api: Api, operation: Operation) -> Iterator[Problem]:
    place = ("paths", operation.path, operation.method.lower())
    for parameter in operation.parameters:
        for message, remedy in _parameter(api, parameter):
            yield Problem(message, remedy, pointer=join_pointer((*place, "parameters")))
    contents = operation.request_contents
    if contents and all(is_xml(content.media_type) for content in contents):
        yield Problem(
            f"the client does not build the {contents[0].media_type} of a request body; it sends the string "
            "that you pass",
            "Build the XML with an XML library.",
            pointer=join_pointer((*place, "requestBody")),
        )
    for response in operation.responses:
        if response.contents and all(is_xml(content.media_type) for content in response.contents):
            yield Problem(
                f"the client does not parse a response of {response.contents[0].media_type}; it returns a "
                "string",
                "Parse the XML with an XML library.",
                pointer=join_pointer((*place, "responses", response.status)),
            )


def _parameter(api: Api, parameter: Parameter) -> Iterator[tuple[str, str]]:
    name = parameter.wire_name
    if parameter.location == "header" and not TOKEN.fullmatch(name):
        yield (
            f"the header {name!r} cannot be sent: this is not a valid name of a header",
            "Correct the name (RFC 9110 §5.6.2).",
        )
    if parameter.style in ("json", "text", "deepObject"):
        return
    schemas = api.schemas
    members = _members(schemas, parameter.schema)
    if _repeats_keys(schemas, parameter):  # for lists: only their items may be nested
        members = [
            part for it in members for part in (_members(schemas, it) if _is_list(schemas, it) else (it,))
        ]
    if any(_is_nested(schemas, member) for member in members):
        yield (
            f"the style {parameter.style!r} defines no form for nested values: {name!r} has them as JSON",
            "If the server expects JSON, describe the parameter by `content` with application/json.",
        )


def _members(schemas: Schemas, schema: Schema) -> list[Schema]:
    """The schemas of the items of an array or the properties of an object."""
    others = (schemas.says(schema, keyword) for keyword in ("items", "additionalProperties"))
    return [*schemas.properties(schema).values(), *(other for other in others if other is not None)]


def _repeats_keys(schemas: Schemas, parameter: Parameter) -> bool:
    """Whether the lists in a parameter are written as repeated pairs: it is an exploded object."""
    is_form = parameter.explode and parameter.style == "form"
    return is_form and "array" not in schemas.types(parameter.schema)


def _is_list(schemas: Schemas, schema: Schema) -> bool:
    return schemas.types(schema) == ("array",)


def _is_nested(schemas: Schemas, schema: Schema) -> bool:
    return not {"array", "object"}.isdisjoint(schemas.types(schema))
