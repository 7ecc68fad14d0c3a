"""The client package: what differs from API to API, and the runtime that does not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import fill
from typing import Any

from oasmith.api.model import Api, Body, Encoding, Group, Operation, Parameter, SecurityScheme, Server
from oasmith.api.names import Identifier, import_order, pascal_case
from oasmith.emitting.annotations import (
    body_annotation,
    content_annotation,
    parameter_annotation,
    readable,
    result_annotation,
)
from oasmith.emitting.file import File
from oasmith.emitting.templating import Code, python_docstring, python_environment, python_literal, render
from oasmith.runtime.media import kind_of

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
class RequestBody:
    """A media type of a request; ``encoding`` is how the properties of a form are written."""

    content_type: str
    encoding: dict[str, Encoding]


@dataclass(frozen=True, slots=True)
class Method:
    """One operation as a method; ``responses`` has for each status its media types and their types.

    ``result`` is what comes back, ``returns`` the same as the method's signature has to write it.
    """

    operation: Operation
    constant: Identifier
    body: Argument | None
    bodies: tuple[RequestBody, ...]
    content_types: Code | None
    keywords: tuple[Argument, ...]
    result: Code
    returns: Code
    responses: dict[str, dict[str, Code]]
    accept: str
    base_url: str
    docstring: Code


@dataclass(frozen=True, slots=True)
class MethodGroup:
    """The methods of the client, or of an attribute of it; ``module`` is where their data is."""

    group: Group | None
    module: Identifier
    methods: tuple[Method, ...]
    docstring: Code


def emit_client(
    api: Api, package: Identifier, client_name: Identifier, templates: tuple[Path, ...]
) -> list[File]:
    """Every file of the client package but its models and its contract."""
    python = python_environment(templates)
    own = MethodGroup(None, Identifier("client"), _methods(api.untagged), Code(""))
    groups = [_method_group(group) for group in api.groups]
    server_arguments = _server_arguments(api)
    homes = _homes(client_name, server_arguments)
    context: dict[str, Any] = {
        "api": api,
        "package": package,
        "groups": groups,
        "all_groups": ([own] if own.methods else []) + groups,
        "title": python_docstring(api.title),
        "server": api.servers[0],
        "server_arguments": server_arguments,
        "client_arguments": tuple(_argument(parameter) for parameter in api.client_parameters()),
        "security_schemes": _security_schemes(api),
        "scheme_classes": Code(
            ", ".join(sorted({scheme.partition("(")[0] for _, scheme in _security_schemes(api)}))
        ),
        "credentials": _credentials(api),
        "base_url": _base_url(api),
        "homes": homes,
        "modules": [Identifier(name) for name in ("models", *(["webhooks"] if api.events else []))],
        "exports": _exports(api, homes),
    }
    files = {path: render(python, f"client/{path}.jinja", context) for path in _PLAIN}
    if api.events:
        files["webhooks.py"] = render(python, "client/webhooks.py.jinja", context | _webhooks(api))
    for kind, folder in (("sync", "resources"), ("async", "async_resources")):
        variant = _variant(kind, client_name) | {"resources": Identifier(folder)}
        described = {"class_docstring": _class_docstring(api, kind, context)}
        path = "client.py" if kind == "sync" else "async_client.py"
        imports = _imports(own, context["client_arguments"])
        files[path] = render(
            python,
            "client/client.py.jinja",
            context | variant | described | imports | {"methods": own.methods},
        )
        if groups:
            files[f"{folder}/__init__.py"] = (
                f'"""The operations of the {kind} client, by what they are about."""\n'
            )
        for group in groups:
            files[f"{folder}/{group.module}.py"] = render(
                python, "client/resource.py.jinja", context | variant | _imports(group) | {"group": group}
            )
    for group in context["all_groups"]:
        files[f"_operations/{group.module}.py"] = render(
            python, "client/_operations.py.jinja", context | {"group": group} | _operation_imports(group)
        )
    written = [File(f"{package}/{path}", text) for path, text in files.items()]
    return [*written, *_runtime_files(package), File(f"{package}/py.typed", "")]


_PLAIN = ("__init__.py", "_base.py", "_package.py", "_servers.py", "_operations/__init__.py")


def _method_group(group: Group) -> MethodGroup:
    methods = _methods(group.operations)
    words = "\n\n".join(text for text in (_sentence(group.tag), _wrapped(group.description)) if text)
    return MethodGroup(group, group.name, methods, python_docstring(words))


def _exports(api: Api, homes: list[tuple[Code, list[Identifier]]]) -> list[Identifier]:
    modules = ["models", *(["webhooks"] if api.events else [])]
    return sorted([*map(Identifier, modules), *(name for _, names in homes for name in names)])


def _variant(kind: str, client_name: Identifier) -> dict[str, Any]:
    """What differs between the sync and the async client."""
    is_async = kind == "async"
    return {
        "kind": Code(kind),
        "class_name": Identifier(f"Async{client_name}") if is_async else client_name,
        "prefix": Code("Async" if is_async else ""),
        "transport": Identifier("AsyncClient" if is_async else "SyncClient"),
        "resource": Identifier("AsyncResource" if is_async else "SyncResource"),
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
        "._runtime.bodies": ["File"],
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


def _webhooks(api: Api) -> dict[str, Any]:
    """What the parsers of webhooks are written from."""
    parsers = []
    for event in api.events:
        content = event.body.contents[0] if event.body and event.body.contents else None
        told = "\n\n".join(
            text for text in (_sentence(event.summary or event.title), _wrapped(event.description)) if text
        )
        parsers.append(
            {
                "name": Identifier(f"parse_{event.name}"),
                "result": content_annotation(content) if content else Code("Any"),
                "docstring": python_docstring(told),
            }
        )
    written = " ".join(parser["result"] for parser in parsers)
    return {"parsers": parsers, "typing_names": _typing_names(written), "uses_models": "models." in written}


def _scheme_class(scheme: SecurityScheme) -> tuple[Code, Code] | None:
    """How the runtime adds a scheme's credentials, and their type; None for one that it does not know."""
    if scheme.type == "apiKey":
        place = f"{python_literal(scheme.location)}, {python_literal(scheme.parameter_name)}"
        return Code(f"ApiKey({place})"), Code("str")
    if scheme.type == "http" and scheme.scheme.lower() == "basic":
        return Code("Basic()"), Code("tuple[str, str]")
    if scheme.type in ("oauth2", "openIdConnect") or scheme.scheme.lower() == "bearer":
        return Code("Bearer()"), Code("str")
    return None


def is_known_scheme(scheme: SecurityScheme) -> bool:
    """Whether a client takes credentials for a scheme."""
    return _scheme_class(scheme) is not None


def _security_schemes(api: Api) -> list[tuple[str, Code]]:
    found = ((scheme.key, _scheme_class(scheme)) for scheme in api.security_schemes)
    return [(key, classes[0]) for key, classes in found if classes]


def _credentials(api: Api) -> tuple[Argument, ...]:
    """An argument for each scheme of an alternative that can be met with what the runtime knows."""
    known = {name for name, _ in _security_schemes(api)}
    alternatives = {names for operation in api.operations for names in operation.security}
    used = {name for names in alternatives if known.issuperset(names) for name in names}
    found = ((scheme, _scheme_class(scheme)) for scheme in api.security_schemes if scheme.key in used)
    return tuple(
        Argument(
            scheme.name,
            Code(f"{classes[1]} | None"),
            Code("None"),
            scheme.description or _CREDENTIALS.get(classes[1], ""),
            scheme.key,
        )
        for scheme, classes in found
        if classes
    )


_CREDENTIALS = {"str": "A key or token.", "tuple[str, str]": "A user name and a password."}


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


def _imports(group: MethodGroup, others: tuple[Argument, ...] = ()) -> dict[str, Any]:
    """Which names the annotations of a module with methods need."""
    arguments = [
        argument for method in group.methods for argument in (*method.keywords, method.body) if argument
    ]
    written = " ".join(
        [
            *(argument.annotation for argument in (*arguments, *others)),
            *(method.returns for method in group.methods),
            *(method.content_types for method in group.methods if method.content_types),
        ]
    )
    return {
        "typing_names": _typing_names(written, "TYPE_CHECKING"),
        "date_names": Code(
            ", ".join(re.findall(r"\bdate\b", written)[:1] + re.findall(r"\bdatetime\b", written)[:1])
        ),
        "uses_mapping": "Mapping[" in written,
        "uses_models": "models." in written,
        "uses_builtins": "builtins." in written,
    }


def _operation_imports(group: MethodGroup) -> dict[str, Any]:
    """Which names the data of operations needs."""
    types = [*(method.result for method in group.methods)]
    types += (
        code
        for method in group.methods
        for contents in method.responses.values()
        for code in contents.values()
    )
    written = " ".join(types)
    names = ["Parameter"] if any(method.operation.parameters for method in group.methods) else []
    names += ["Body"] if any(method.bodies for method in group.methods) else []
    names += ["Encoding"] if any(body.encoding for method in group.methods for body in method.bodies) else []
    return {
        "typing_names": _typing_names(written),
        "uses_models": "models." in written,
        "names": Code(", ".join(sorted(["Operation", *names]))),
    }


def _typing_names(written: str, *always: str) -> Code:
    found = [name for name in ("Any", "BinaryIO", "Literal") if re.search(rf"\b{name}\b", written)]
    return Code(", ".join([*always, *found]))


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
    listed = [
        _wrapped(f"{argument.name}: {argument.description}", hanging=True)
        for argument in arguments
        if argument.description
    ]
    return python_docstring(
        "\n\n".join(
            [_sentence(api.title), _wrapped(api.description), opening[kind], "Args:\n" + "\n".join(listed)]
        )
    )


def _runtime_files(package: Identifier) -> Iterator[File]:
    for path in sorted(_RUNTIME.glob("*.py")):
        yield File(f"{package}/_runtime/{path.name}", path.read_text("utf-8"), is_verbatim=True)


def _methods(operations: Sequence[Operation]) -> tuple[Method, ...]:
    """The methods of one class. Where one is called ``list`` the others cannot mean the type by it."""
    methods = map(_method, operations)
    if not any(operation.name == "list" for operation in operations):
        return tuple(methods)
    return tuple(
        replace(
            method,
            body=_with_builtin_list(method.body) if method.body else None,
            keywords=tuple(map(_with_builtin_list, method.keywords)),
            returns=_builtin_list(method.returns),
        )
        for method in methods
    )


def _with_builtin_list(argument: Argument) -> Argument:
    return replace(argument, annotation=_builtin_list(argument.annotation))


def _builtin_list(annotation: Code) -> Code:
    tree = ast.parse(annotation, mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "list":
            node.id = "builtins.list"
    return Code(ast.unparse(tree))


def _method(operation: Operation) -> Method:
    body = _body_argument(operation.body) if operation.body and operation.body.contents else None
    keywords = tuple(_argument(parameter) for parameter in operation.parameters)
    bodies = _bodies(operation.body) if operation.body else ()
    types = [content.content_type for content in bodies]
    return Method(
        operation=operation,
        constant=Identifier(operation.name.upper()),
        body=body,
        bodies=bodies,
        content_types=Code(f"Literal[{', '.join(map(python_literal, types))}]") if len(types) > 1 else None,
        keywords=keywords,
        result=result_annotation(operation),
        returns=result_annotation(operation),
        responses={
            response.status: {
                content.media_type: content_annotation(content) for content in readable(response.contents)
            }
            for response in operation.responses
        },
        accept=_accept(operation),
        base_url=_operation_url(operation.servers),
        docstring=_docstring(operation, body, keywords),
    )


def _body_argument(body: Body) -> Argument:
    annotation = body_annotation(body)
    is_optional = not body.required and annotation != "Any"
    return Argument(
        Identifier("body"),
        Code(f"{annotation} | None") if is_optional else annotation,
        None if body.required else Code("None"),
        body.description,
        "body",
    )


def _bodies(body: Body) -> tuple[RequestBody, ...]:
    return tuple(
        RequestBody(
            content.content_type,
            dict(content.encoding),
        )
        for content in body.contents
    )


def _accept(operation: Operation) -> str:
    """The media types that are wanted, JSON before all others (RFC 9110 §12.5.1)."""
    types = [
        content.media_type for response in operation.successes for content in readable(response.contents)
    ]
    types += [
        content.media_type for response in operation.responses for content in readable(response.contents)
    ]
    types = sorted(dict.fromkeys(types), key=lambda name: kind_of(name) != "json")
    return ", ".join(
        name if index == 0 else f"{name};q=0.{max(10 - index, 1)}" for index, name in enumerate(types)
    )


def _operation_url(servers: tuple[Server, ...]) -> str:
    if not servers:
        return ""
    url = servers[0].url
    for variable in servers[0].variables:
        url = url.replace(f"{{{variable.wire_name}}}", variable.default)
    return url


def _argument(parameter: Parameter) -> Argument:
    annotation = parameter_annotation(parameter)
    if parameter.required and not parameter.on_client:
        return Argument(parameter.name, annotation, None, parameter.description, parameter.wire_name)
    if annotation != "Any" and not annotation.endswith("None"):
        annotation = Code(f"{annotation} | None")
    return Argument(parameter.name, annotation, Code("None"), parameter.description, parameter.wire_name)


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


def _docstring(operation: Operation, body: Argument | None, keywords: tuple[Argument, ...]) -> Code:
    """What a method promises: the description's words, of its arguments also, and what it raises."""
    blocks = [_sentence(operation.summary or operation.id), _wrapped(operation.description)]
    arguments = [
        _wrapped(f"{argument.name}: {argument.description}", hanging=True)
        for argument in (*((body,) if body else ()), *keywords)
        if argument.description
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
