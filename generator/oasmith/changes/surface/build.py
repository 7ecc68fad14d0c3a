"""The surface of the client of a description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oasmith.api.build import build
from oasmith.api.fields import Fields
from oasmith.api.model import Api, Operation
from oasmith.changes.surface.model import Argument, Class, Field, Method, Surface
from oasmith.changes.surface.origins import origins
from oasmith.changes.surface.types import Type, parsed, qualified
from oasmith.changes.wire.places import Place
from oasmith.products.build import default_client_name, default_package
from oasmith.products.client.annotations import Annotations
from oasmith.products.client.credentials import credentials
from oasmith.products.client.input_types import InputTypes, input_types
from oasmith.products.client.methods import Method as Written
from oasmith.products.client.methods import method_groups
from oasmith.reading import normal_form
from oasmith.schemas import READ_ONLY, WRITE_ONLY, Schema
from oasmith.settings import Target
from oasmith.structure import Document, existing, join_pointer, split_pointer


def surface_of(document: Document, target: Target) -> Surface:
    """The surface of the client of a sound, upgraded document, with the names that the settings ask for."""
    normal = normal_form(document, is_upgraded=True)
    api = build(normal)
    inputs = input_types(api)
    places = origins(document, normal)
    return Surface(
        package=target.package or default_package(api),
        client=target.client_name or default_client_name(api),
        groups={group.name: (group.tag, _tag_place(group.operations[0])) for group in api.groups},
        arguments=dict(_client_arguments(api)),
        methods={method.name: method for method in _methods(api, inputs, document)},
        classes=dict(_classes(api, places, document)) | dict(_mappings(inputs, places, document)),
        parsers={event.name: "/webhooks" if "webhooks" in document else "/paths" for event in api.events},
    )


def _tag_place(operation: Operation) -> str:
    return join_pointer(("paths", operation.path, operation.method.lower(), "tags", 0))


def _client_arguments(api: Api) -> Iterator[tuple[str, Argument]]:
    types = Annotations(api.schemas)
    for argument in credentials(api, ""):
        pointer = f"/components/securitySchemes{join_pointer([argument.wire_name])}"
        yield argument.name, Argument(argument.name, parsed(argument.annotation), False, "", pointer)
    for parameter in api.client_parameters():
        type_ = parsed(types.parameter(parameter))
        yield parameter.name, Argument(parameter.name, type_, False, parameter.wire_name)
    for server in api.servers[:1]:
        for variable in server.variables:
            values = ", ".join(map(repr, variable.values))
            type_ = parsed(f"Literal[{values}]" if values else "str")
            yield variable.name, Argument(variable.name, type_, False, "", "/servers/0")


# Methods


def _methods(api: Api, inputs: InputTypes, document: Document) -> Iterator[Method]:
    for group in method_groups(api, inputs):
        prefix = f"{group.group.name}." if group.group else ""
        yield from (_method(prefix, method, document) for method in group.methods)


def _method(prefix: str, method: Written, document: Document) -> Method:
    operation, ways = method.operation, method.signatures
    written = [*ways.path, *ways.keywords, *([ways.body] if ways.body else [])]
    pointer = join_pointer(("paths", operation.path, operation.method.lower()))
    node = _at(document, *split_pointer(pointer))
    places = _parameter_places(operation, document)
    arguments: dict[str, Argument] = {
        str(it.name): Argument(
            it.name, parsed(it.annotation), it.default is None, it.wire_name,
            node.get("requestBody").pointer if it is ways.body else places.get(it.name, pointer),
        )
        for it in written
    }  # fmt: skip
    content_type = ways.signature.content_type
    if content_type is not None:
        arguments["content_type"] = Argument(
            "content_type", parsed(content_type.annotation), content_type.default is None, "", pointer
        )
    return Method(
        name=f"{prefix}{method.name}",
        pointer=existing(document, pointer),
        operation=(operation.method, operation.path),
        way=str(method.way),
        arguments=arguments,
        positional=tuple(it.name for it in (*ways.path, *([ways.body] if ways.body else []))),
        keywords=frozenset(
            str(it.body_fields).replace("_inputs.", "inputs.") for it in ways.overloads if it.body_fields
        ),
        result=parsed(str(method.returns)),
        errors=_errors(method),
        is_deprecated=operation.deprecated,
    )


def _errors(method: Written) -> Mapping[str, Type]:
    """The types of the bodies of errors by status."""
    successes = {response.status for response in method.operation.successes}
    return {
        status: parsed(" | ".join(dict.fromkeys(map(str, types.values()))) or "None")
        for status, types in method.responses.items()
        if status not in successes
    }


def _parameter_places(operation: Operation, document: Document) -> dict[str, str]:
    """The JSON pointer to each parameter of an operation, by the name of its argument."""
    item = _at(document, "paths", operation.path)
    found = {}
    for place in (item, item.get(operation.method.lower())):
        for listed in place.get("parameters").list():
            for parameter in operation.parameters:
                identity = listed.get("name").value, listed.get("in").value
                if identity == (parameter.wire_name, parameter.location):
                    found[str(parameter.name)] = listed.pointer
    return found


def _at(document: Document, *keys: str) -> Place:
    """The value at a path of keys, after references are followed."""
    return Place(document, "", document).at(*keys)


# Classes


def _classes(api: Api, places: Mapping[str, str], document: Document) -> Iterator[tuple[str, Class]]:
    schemas = api.schemas
    types, names = Annotations(schemas), Fields(schemas)
    sent, received = schemas.reachable(api.sent_schemas()), schemas.reachable(api.received_schemas())
    for name, schema in schemas.items():
        if name not in sent and name not in received:
            continue
        properties = {} if schemas.typed_branches(schema) else schemas.properties(schema)
        pointer = places.get(name, "")
        required = schemas.required(schema) - schemas.one_way(
            schema, WRITE_ONLY if name in received else READ_ONLY
        )
        server_set = schemas.one_way(schema, READ_ONLY) if name in sent else set()
        fields = {}
        for wire_name, own in properties.items():
            if (python_name := names.of(name).get(wire_name)) is not None:
                place = existing(document, f"{pointer}/properties{join_pointer([wire_name])}")
                type_ = _field_type(types, own, wire_name in required)
                is_needed = wire_name in required - server_set and not _has_own_value(types, own)
                fields[str(python_name)] = Field(str(python_name), wire_name, type_, is_needed, place)
        yield name, Class(
            name=name,
            pointer=pointer,
            kind="class" if properties else "type",
            fields=fields,
            type=parsed("" if properties else types.of(schema), "" if properties else _note(types, schema)),
            bases=tuple(schemas.parents(schema)),
            is_sent=name in sent,
            is_received=name in received,
        )


def _field_type(types: Annotations, schema: Schema, is_required: bool) -> Type:
    annotation = str(types.of(schema))
    is_optional = not is_required and types.schemas.says(schema, "default") is None
    if is_optional and annotation != "Any" and not annotation.endswith("None"):
        annotation += " | None"
    return parsed(annotation, _note(types, schema))


def _has_own_value(types: Annotations, schema: Schema) -> bool:
    """Whether a field has a value where nobody passes one."""
    choices = types.schemas.choices(schema)
    return types.schemas.says(schema, "default") is not None or (choices is not None and len(choices) == 1)


def _note(types: Annotations, schema: Schema) -> str:
    """What the type of a model depends on that annotations do not show: the items of a tuple."""
    prefix = types.schemas.says(schema, "prefixItems")
    if not prefix:
        return ""
    rest, least = types.schemas.says(schema, "items"), types.schemas.says(schema, "minItems")
    others = "" if rest is False else ", others" if rest in (None, True) else f", others {types.of(rest)}"
    at_least = f", at least {least}" if least else ""
    return f"with the items {', '.join(str(types.of(item)) for item in prefix)}{others}{at_least}"


def _mappings(
    inputs: InputTypes, places: Mapping[str, str], document: Document
) -> Iterator[tuple[str, Class]]:
    """The classes of the module ``inputs``."""
    for schema_name, name in inputs.names.items():
        own = [(str(name), frozenset[str]())]
        if schema_name in inputs.keywords:
            own.append((str(inputs.keywords[schema_name]), frozenset(inputs.apart[schema_name])))
        for written, without in own:
            yield f"inputs.{written}", _mapping(inputs, schema_name, written, without, places, document)


def _mapping(
    inputs: InputTypes,
    schema_name: str,
    name: str,
    without: frozenset[str],
    places: Mapping[str, str],
    document: Document,
) -> Class:
    required = inputs.required(schema_name)
    pointer = places.get(schema_name, "")
    own = frozenset(map(str, inputs.names.values()))
    fields = {
        key: Field(
            key, key, parsed(qualified(str(inputs.given(schema)), own)), key in required,
            existing(document, f"{pointer}/properties{join_pointer([key])}"),
        )
        for key, schema in inputs.properties(schema_name).items()
        if key not in without
    }  # fmt: skip
    return Class(f"inputs.{name}", pointer, "mapping", fields, parsed(""), (), True, False)
