"""The client package: what differs from API to API, and the runtime that does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

from oasmith.api.model import Api, Operation, Parameter
from oasmith.api.names import Identifier, import_order, pascal_case
from oasmith.emitting.annotations import models_named, parameter_annotation, result_annotation
from oasmith.emitting.file import File
from oasmith.emitting.templating import Code, python_docstring, python_environment, python_literal, render

_RUNTIME = Path(__file__).parent.parent / "runtime"
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a generated function: ``default`` is None for one that has to be given."""

    name: Identifier
    annotation: Code
    default: Code | None
    description: str
    wire_name: str


@dataclass(frozen=True, slots=True)
class ServerArgument(Argument):
    """A variable of the server's URL; ``annotation`` names its type, ``type`` is what that stands for."""

    type: Code

    @property
    def docstring(self) -> Code:
        return python_docstring(self.description)


@dataclass(frozen=True, slots=True)
class Method:
    """One operation as a method; ``returns`` maps its statuses to models, ``empty`` have no body."""

    operation: Operation
    constant: Identifier
    body: Argument | None
    keywords: tuple[Argument, ...]
    result: Code
    returns: dict[str, str]
    empty: tuple[str, ...]
    docstring: Code


def emit_client(
    api: Api, package: Identifier, client_name: Identifier, templates: tuple[Path, ...]
) -> list[File]:
    """Every file of the client package but its models and its contract."""
    python = python_environment(templates)
    methods = [_method(operation) for operation in api.operations]
    results = set[Identifier]().union(*(_result_models(operation) for operation in api.operations))
    server_arguments = _server_arguments(api)
    homes = _homes(client_name, server_arguments)
    context: dict[str, Any] = {
        "api": api,
        "package": package,
        "methods": methods,
        "title": python_docstring(api.title),
        "result_models": sorted(results, key=import_order),
        "models": sorted(
            results.union(*(_argument_models(operation) for operation in api.operations)), key=import_order
        ),
        "server": api.servers[0],
        "server_arguments": server_arguments,
        "client_arguments": tuple(_argument(parameter) for parameter in api.client_parameters()),
        "api_keys": tuple(scheme for scheme in api.security_schemes if scheme.type == "apiKey"),
        "credentials": _credentials(api),
        "base_url": _base_url(api),
        "homes": homes,
        "exports": sorted([Identifier("models"), *(name for _, names in homes for name in names)]),
    }
    context |= _client_imports(context)
    variants = {
        "client.py": _variant("sync", client_name),
        "async_client.py": _variant("async", Identifier(f"Async{client_name}")),
    }
    plain = ("__init__.py", "_base.py", "_package.py", "_operations.py", "_servers.py")
    texts = {path: render(python, f"client/{path}.jinja", context) for path in plain}
    for path, variant in variants.items():
        described = {"class_docstring": _class_docstring(api, variant["kind"], context)}
        texts[path] = render(python, "client/client.py.jinja", context | variant | described)
    own = [File(f"{package}/{path}", text) for path, text in texts.items()]
    return [*own, *_runtime_files(package), File(f"{package}/py.typed", "")]


def _variant(kind: str, class_name: Identifier) -> dict[str, Any]:
    """What differs between the sync and the async client."""
    is_async = kind == "async"
    return {
        "kind": Code(kind),
        "class_name": class_name,
        "transport": Identifier("AsyncClient" if is_async else "SyncClient"),
        "transport_module": Identifier("async_client" if is_async else "sync_client"),
        "http_client": Identifier("AsyncClient" if is_async else "Client"),
        "def_": Code("async def" if is_async else "def"),
        "await_": Code("await " if is_async else ""),
    }


def _homes(
    client_name: Identifier, server_arguments: tuple[ServerArgument, ...]
) -> list[tuple[Code, list[Identifier]]]:
    """The public names of the package, by the module that each is found in."""
    errors = re.findall(r"^class (\w+)", (_RUNTIME / "errors.py").read_text("utf-8"), re.MULTILINE)
    homes = {
        "._package": ["check"],
        "._runtime.errors": errors,
        "._servers": [argument.annotation for argument in server_arguments],
        ".async_client": [f"Async{client_name}"],
        ".client": [client_name],
    }
    return [
        (Code(module), [Identifier(name) for name in sorted(names, key=import_order)])
        for module, names in homes.items()
        if names
    ]


def _credentials(api: Api) -> tuple[Argument, ...]:
    return tuple(
        Argument(scheme.name, Code("str | None"), Code("None"), scheme.description, scheme.key)
        for scheme in api.security_schemes
        if scheme.type == "apiKey" and any((scheme.key,) == alternative for alternative in _alternatives(api))
    )


def _alternatives(api: Api) -> set[tuple[str, ...]]:
    return {alternative for operation in api.operations for alternative in operation.security}


def _base_url(api: Api) -> Argument:
    """An address is needed only where the description gives none."""
    is_absolute = "://" in api.servers[0].url
    description = "Where to send requests" + (
        ", instead of the server of the description." if is_absolute else "."
    )
    return Argument(
        Identifier("base_url"),
        Code("str | None" if is_absolute else "str"),
        Code("None") if is_absolute else None,
        description,
        "base_url",
    )


def _client_imports(context: dict[str, Any]) -> dict[str, Any]:
    """Which names the annotations of the client modules need."""
    arguments = [
        argument for method in context["methods"] for argument in (*method.keywords, method.body) if argument
    ]
    written = " ".join(
        [
            *(argument.annotation for argument in (*arguments, *context["client_arguments"])),
            *(method.result for method in context["methods"]),
        ]
    )
    names = ["TYPE_CHECKING", *(name for name in ("Any", "Literal") if re.search(rf"\b{name}\b", written))]
    return {"typing_names": Code(", ".join(names)), "uses_mapping": "Mapping[" in written}


def _class_docstring(api: Api, kind: str, context: dict[str, Any]) -> Code:
    opening = {
        "sync": "Calls return when the answer is there. Safe to share between threads.",
        "async": "Calls are awaited.",
    }
    arguments = [
        *context["credentials"],
        *context["client_arguments"],
        *context["server_arguments"],
        context["base_url"],
        Argument(
            Identifier("timeout"),
            Code(""),
            None,
            "Seconds without progress after which a call is given up.",
            "",
        ),
        Argument(
            Identifier("strict_responses"),
            Code(""),
            None,
            "Whether an answer that is not what the description promises raises APIResponseValidationError.",
            "",
        ),
        Argument(
            Identifier("http_client"),
            Code(""),
            None,
            "An httpx2 client of your own; closing it is yours to do.",
            "",
        ),
    ]
    listed = [_wrapped(f"{argument.name}: {argument.description}", hanging=True) for argument in arguments]
    return python_docstring(
        "\n\n".join(
            [_sentence(api.title), _wrapped(api.description), opening[kind], "Args:\n" + "\n".join(listed)]
        )
    )


def _runtime_files(package: Identifier) -> Iterator[File]:
    for path in sorted(_RUNTIME.glob("*.py")):
        yield File(f"{package}/_runtime/{path.name}", path.read_text("utf-8"), is_verbatim=True)


def _method(operation: Operation) -> Method:
    body = None
    if operation.body and operation.body.contents:
        annotation = result_annotation(operation.body.contents[0])
        if operation.body.contents[0].schema_name:
            annotation = Code(f"{annotation} | Mapping[str, Any]")
        body = Argument(
            Identifier("body"),
            annotation if operation.body.required else Code(f"{annotation} | None"),
            None if operation.body.required else Code("None"),
            operation.body.description,
            "body",
        )
    keywords = tuple(_argument(parameter) for parameter in operation.parameters)
    content = operation.success.contents[0] if operation.success and operation.success.contents else None
    return Method(
        operation=operation,
        constant=Identifier(operation.name.upper()),
        body=body,
        keywords=keywords,
        result=result_annotation(content),
        returns={
            response.status: response.contents[0].schema_name
            for response in operation.responses
            if response.is_success and response.contents and response.contents[0].schema_name
        },
        empty=tuple(
            response.status
            for response in operation.responses
            if response.is_success and not response.contents
        ),
        docstring=_docstring(operation, body, keywords),
    )


def _argument(parameter: Parameter) -> Argument:
    annotation = parameter_annotation(parameter)
    if parameter.required and not parameter.on_client:
        return Argument(parameter.name, annotation, None, parameter.description, parameter.wire_name)
    return Argument(
        parameter.name, Code(f"{annotation} | None"), Code("None"), parameter.description, parameter.wire_name
    )


def _server_arguments(api: Api) -> tuple[ServerArgument, ...]:
    arguments = []
    for variable in api.servers[0].variables:
        values = ", ".join(map(python_literal, variable.values))
        arguments.append(
            ServerArgument(
                variable.name,
                Code(pascal_case(variable.wire_name)),
                python_literal(variable.default),
                variable.description,
                variable.wire_name,
                Code(f"Literal[{values}]" if values else "str"),
            )
        )
    return tuple(arguments)


def _result_models(operation: Operation) -> set[Identifier]:
    contents = operation.success.contents[:1] if operation.success else ()
    return {Identifier(name) for content in contents for name in models_named(content.schema)}


def _argument_models(operation: Operation) -> set[Identifier]:
    schemas = [parameter.schema for parameter in operation.parameters]
    schemas += [content.schema for content in operation.body.contents[:1]] if operation.body else []
    return {Identifier(name) for schema in schemas for name in models_named(schema)}


def _docstring(operation: Operation, body: Argument | None, keywords: tuple[Argument, ...]) -> Code:
    """What a method promises: the description's words, its arguments, what it raises."""
    blocks = [_sentence(operation.summary or operation.id), _wrapped(operation.description)]
    arguments = [
        _wrapped(f"{argument.name}: {argument.description or 'See the reference.'}", hanging=True)
        for argument in (*((body,) if body else ()), *keywords)
    ]
    if arguments:
        blocks.append("Args:\n" + "\n".join(arguments))
    blocks.append(
        "Raises:\n"
        "    RequestValidationError: The request breaks the description; nothing was sent.\n"
        "    APIError: No answer came, or the answer is an error or unreadable."
    )
    return python_docstring("\n\n".join(block for block in blocks if block))


def _sentence(text: str) -> str:
    text = _wrapped(text)
    return text if text.endswith((".", "!", "?")) else text + "."


def _wrapped(text: str, hanging: bool = False) -> str:
    first, later = ("    ", "        ") if hanging else ("", "")
    return "\n".join(
        fill(
            line,
            _WIDTH,
            initial_indent=first,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.strip().splitlines()
    )
