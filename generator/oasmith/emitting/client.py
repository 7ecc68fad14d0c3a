"""The client package: what differs from API to API, and the runtime that does not."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import fill
from typing import Any

from oasmith.api.model import Api, Body, Encoding, Group, Operation, Parameter, SecurityScheme, Server
from oasmith.api.names import Identifier, import_order, pascal_case
from oasmith.api.paging import item_schema
from oasmith.api.secrets import secret_names, secrets
from oasmith.emitting.annotations import (
    body_annotation,
    content_annotation,
    item_annotation,
    parameter_annotation,
    readable,
    result_annotation,
    schema_annotation,
    streams,
)
from oasmith.emitting.file import File
from oasmith.emitting.templating import Code, python_docstring, python_environment, python_literal, render
from oasmith.runtime.media import essence, kind_of

_RUNTIME = Path(__file__).parent.parent / "runtime"
_WIDTH = 100
_CALL, _UNWRAPPED = Identifier("_call"), Code("")


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
    ``way`` is how the runtime calls it, ``wrapper`` what its ``returns`` come in: a stream, or pages.
    """

    operation: Operation
    name: Identifier
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
    streams: dict[str, Code]
    way: Identifier = _CALL
    wrapper: Code = _UNWRAPPED


@dataclass(frozen=True, slots=True)
class MethodGroup:
    """The methods of the client, or of an attribute of it; ``module`` is where the data of ``calls`` is.

    ``methods`` are the ``calls`` and, for some of them, another method that streams or goes through pages.
    """

    group: Group | None
    module: Identifier
    calls: tuple[Method, ...]
    methods: tuple[Method, ...]
    docstring: Code


def emit_client(
    api: Api, package: Identifier, client_name: Identifier, templates: tuple[Path, ...]
) -> list[File]:
    """Every file of the client package but its models and its contract."""
    python = python_environment(templates)
    calls = _methods(api.untagged)
    own = MethodGroup(None, Identifier("client"), calls, _with_others(api, calls), Code(""))
    groups = [_method_group(api, group) for group in api.groups]
    homes = _homes(api, [own, *groups], client_name)
    server_arguments = _server_arguments(api, {name for _, names in homes for name in names})
    if server_arguments:
        types = (Identifier(argument.annotation) for argument in server_arguments)
        homes = sorted([*homes, (Code("._servers"), sorted(types, key=import_order))])
    hidden = secrets(api.schemas)
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
        "scheme_imports": _scheme_imports(api),
        "environments": _environments(api),
        "credentials": _credentials(api, ""),
        "security": {operation.id: security(api, operation) for operation in api.operations},
        "base_url": _base_url(api),
        "secrets": hidden,
        "secret_names": secret_names(api),
        "homes": homes,
        "modules": [Identifier(name) for name in ("models", *(["webhooks"] if api.events else []))],
        "exports": _exports(api, homes),
    }
    files = {path: render(python, f"client/{path}.jinja", context) for path in _PLAIN}
    if api.events:
        files["webhooks.py"] = render(python, "client/webhooks.py.jinja", context | _webhooks(api))
    variants = [_variant(kind, client_name) for kind in ("sync", "async")]
    raw = {"variants": variants, "methods": own.methods}
    files["_raw.py"] = render(python, "client/_raw.py.jinja", context | raw)
    for variant in variants:
        kind, folder = variant["kind"], variant["resources"]
        variant["credentials"] = _credentials(api, variant["prefix"])
        variant["credential_types"] = _credential_types(variant["credentials"])
        described = {"class_docstring": _class_docstring(api, kind, context | variant)}
        imports = _imports(own, context["client_arguments"])
        files[f"{variant['module']}.py"] = render(
            python,
            "client/client.py.jinja",
            context | variant | described | imports | {"methods": own.methods, "calls": own.calls},
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


_PLAIN = ("__init__.py", "_base.py", "_contract.py", "_package.py", "_servers.py", "_operations/__init__.py")


def _method_group(api: Api, group: Group) -> MethodGroup:
    calls = _methods(group.operations)
    words = "\n\n".join(text for text in (_sentence(group.tag), _wrapped(group.description)) if text)
    return MethodGroup(group, group.name, calls, _with_others(api, calls), python_docstring(words))


def _exports(api: Api, homes: list[tuple[Code, list[Identifier]]]) -> list[Identifier]:
    modules = ["models", *(["webhooks"] if api.events else [])]
    return sorted([*map(Identifier, modules), *(name for _, names in homes for name in names)])


def _variant(kind: str, client_name: Identifier) -> dict[str, Any]:
    """What differs between the sync and the async client."""
    is_async = kind == "async"
    return {
        "kind": Code(kind),
        "module": Identifier("async_client" if is_async else "client"),
        "resources": Identifier("async_resources" if is_async else "resources"),
        "class_name": Identifier(f"Async{client_name}") if is_async else client_name,
        "prefix": Code("Async" if is_async else ""),
        "transport": Identifier("AsyncClient" if is_async else "SyncClient"),
        "resource": Identifier("AsyncResource" if is_async else "SyncResource"),
        "transport_module": Identifier("async_client" if is_async else "sync_client"),
        "http_client": Identifier("AsyncClient" if is_async else "Client"),
        "plain_def": Code("def"),
        "def_": Code("async def" if is_async else "def"),
        "await_": Code("await " if is_async else ""),
    }


def _wrappers(name: str, methods: list[Method]) -> list[str]:
    return [f"Async{name}", name] if any(method.wrapper == name for method in methods) else []


def _events(methods: list[Method]) -> list[str]:
    return ["Event"] if any("Event[" in method.returns for method in methods) else []


def _homes(
    api: Api, groups: list[MethodGroup], client_name: Identifier
) -> list[tuple[Code, list[Identifier]]]:
    """The public names of the package, by the module that each is found in."""
    errors = re.findall(r"^class (\w+)", (_RUNTIME / "errors.py").read_text("utf-8"), re.MULTILINE)
    schemes = [known for scheme in api.security_schemes if (known := _scheme(scheme))]
    methods = [method for group in groups for method in group.methods]
    homes: dict[str, list[str]] = {
        "._package": ["check"],
        "._runtime.bodies": ["File"],
        "._runtime.errors": errors,
        "._runtime.pagination": _wrappers("Pages", methods),
        "._runtime.raw": ["RawResponse"],
        "._runtime.security": (
            ["ClientCredentials"] if any("Client" in known.type for known in schemes) else []
        ),
        "._runtime.signing": ["AccessKey"] if any(known.module == "signing" for known in schemes) else [],
        "._runtime.streaming": [*_wrappers("Stream", methods), *_events(methods)],
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


@dataclass(frozen=True, slots=True)
class _Scheme:
    """How the runtime adds a scheme's credentials: its class there, their type, and what they are."""

    module: str
    construction: Code
    type: Code
    description: str
    from_environment: Found


@dataclass(frozen=True, slots=True)
class Found:
    """What credentials in the environment are made of, and the expression that makes them."""

    required: tuple[str, ...]
    build: Code
    optional: tuple[str, ...] = ()


_FOUND_TOKEN = Found(("token",), Code("lambda token: token"))
_FOUND_LOGIN = Found(("user", "password"), Code("lambda user, password: (user, password)"))
_FOUND_KEY = Found(("ak", "sk"), Code("AccessKey"), ("security_token", "project_id", "domain_id"))
_FOUND_CLIENT = Found(
    ("client_id", "client_secret"),
    Code(
        'lambda client_id, client_secret, scopes="": '
        "ClientCredentials(client_id, client_secret, tuple(scopes.split()))"
    ),
    ("scopes",),
)


def _scheme(scheme: SecurityScheme) -> _Scheme | None:
    """None for a scheme that the runtime does not know."""
    name = scheme.scheme.lower()
    if scheme.type == "apiKey":
        place = f"{python_literal(scheme.location)}, {python_literal(scheme.parameter_name)}"
        return _Scheme("security", Code(f"ApiKey({place})"), Code("{prefix}Token"), _TOKEN, _FOUND_TOKEN)
    if scheme.type == "http" and name == "basic":
        told = "A user name and a password."
        return _Scheme("security", Code("Basic()"), Code("tuple[str, str]"), told, _FOUND_LOGIN)
    if scheme.type == "http" and name == _SIGNATURE:
        told = "An access key and its secret key."
        return _Scheme("signing", Code("SdkHmacSha256()"), Code("AccessKey"), told, _FOUND_KEY)
    if scheme.token_url:
        told = "A client's id and secret, a token, or a function that gives one."
        construction = Code(f"OAuth2({python_literal(scheme.token_url)})")
        found = _FOUND_CLIENT if "client_id" in declared_variables(scheme) else _FOUND_TOKEN
        return _Scheme("security", construction, Code("ClientCredentials | {prefix}Token"), told, found)
    if scheme.type in ("oauth2", "openIdConnect") or name == "bearer":
        return _Scheme("security", Code("Bearer()"), Code("{prefix}Token"), _TOKEN, _FOUND_TOKEN)
    return None


_TOKEN = "A key or token, or a function that gives one."
_SIGNATURE = "sdk-hmac-sha256"
_ADDED_BY_SIGNATURE = "x-sdk-date"


def is_known_scheme(scheme: SecurityScheme) -> bool:
    """Whether a client takes credentials for a scheme."""
    return _scheme(scheme) is not None


def declared_variables(scheme: SecurityScheme) -> dict[str, tuple[str, ...]]:
    """The environment variables that a description names for each part of the credentials of a scheme."""
    declared = scheme.environment.get("variables") or {}
    return {part: (names,) if isinstance(names, str) else tuple(names) for part, names in declared.items()}


def found_in_environment(scheme: SecurityScheme) -> Found | None:
    """What the credentials of a scheme are found as; None where a description says nothing of it."""
    known = _scheme(scheme)
    return known.from_environment if known and scheme.environment else None


def _security_schemes(api: Api) -> list[tuple[str, Code]]:
    found = ((scheme.key, _scheme(scheme)) for scheme in api.security_schemes)
    return [(key, known.construction) for key, known in found if known]


def _scheme_imports(api: Api) -> list[tuple[Code, Code]]:
    """The classes of the schemes, by the module of the runtime that has them."""
    names: dict[str, set[str]] = {}
    for scheme in api.security_schemes:
        known = _scheme(scheme)
        if known:
            names.setdefault(known.module, set()).add(known.construction.partition("(")[0])
            if scheme.environment:
                built = re.findall(r"AccessKey|ClientCredentials", known.from_environment.build)
                names[known.module].update(built)
    return [(Code(module), Code(", ".join(sorted(names[module])))) for module in sorted(names)]


def _environments(api: Api) -> list[tuple[str, dict[str, Any], Code]]:
    """Where the credentials of a scheme are found if nobody gives any, and what builds them."""
    found = []
    for scheme in api.security_schemes:
        parts = found_in_environment(scheme)
        if parts:
            profile = scheme.environment.get("profile") or {}
            told = {
                "variables": {
                    part: names
                    for part, names in declared_variables(scheme).items()
                    if part in parts.required + parts.optional
                },
                "profile": profile.get("path", ""),
                "profile_variable": profile.get("path-variable", ""),
                "sections": tuple(profile.get("sections") or ()),
            }
            found.append((scheme.key, told, parts.build))
    return found


def security(api: Api, operation: Operation) -> tuple[tuple[str, ...], ...]:
    """The alternatives of an operation, without what a signature adds by itself."""
    schemes = {scheme.key: scheme for scheme in api.security_schemes}
    return tuple(
        tuple(name for name in names if not _is_added(name, names, schemes)) for names in operation.security
    )


def _is_added(name: str, names: tuple[str, ...], schemes: Mapping[str, SecurityScheme]) -> bool:
    """Whether a key is the date of a signature that is asked for as well."""
    is_signed = any(key in schemes and schemes[key].scheme.lower() == _SIGNATURE for key in names)
    return is_signed and name in schemes and schemes[name].parameter_name.lower() == _ADDED_BY_SIGNATURE


def _credentials(api: Api, prefix: str) -> tuple[Argument, ...]:
    """An argument for each scheme of an alternative that can be met with what the runtime knows."""
    known = {name for name, _ in _security_schemes(api)}
    alternatives = {names for operation in api.operations for names in security(api, operation)}
    used = {name for names in alternatives if known.issuperset(names) for name in names}
    found = ((scheme, _scheme(scheme)) for scheme in api.security_schemes if scheme.key in used)
    return tuple(
        Argument(
            scheme.name,
            Code(f"{told.type.format(prefix=prefix)} | None"),
            Code("None"),
            scheme.description or told.description,
            scheme.key,
        )
        for scheme, told in found
        if told
    )


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


def _credential_types(credentials: tuple[Argument, ...]) -> list[tuple[Code, Code]]:
    """What the annotations of credentials need, by the module of the runtime that has it."""
    written = " ".join(argument.annotation for argument in credentials)
    homes = {"security": ("AsyncToken", "ClientCredentials", "Token"), "signing": ("AccessKey",)}
    found = {
        module: [name for name in names if re.search(rf"\b{name}\b", written)]
        for module, names in homes.items()
    }
    return [(Code(module), Code(", ".join(names))) for module, names in found.items() if names]


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
        "uses_path": bool(re.search(r"(?<!\.)\bPath\b", written)),
        "uses_file": bool(re.search(r"(?<!\.)\bFile\b", written)),
        "has_events": "Event[" in written,
        "wrappers": {method.wrapper for method in group.methods},
        "uses_models": "models." in written,
        "uses_builtins": "builtins." in written,
    }


def _operation_imports(group: MethodGroup) -> dict[str, Any]:
    """Which names the data of operations needs."""
    types = [*(method.result for method in group.calls)]
    types += (
        code
        for method in group.calls
        for contents in (*method.responses.values(), method.streams)
        for code in contents.values()
    )
    written = " ".join(types)
    names = ["Parameter"] if any(method.operation.parameters for method in group.calls) else []
    names += ["Body"] if any(method.bodies for method in group.calls) else []
    names += ["Encoding"] if any(body.encoding for method in group.calls for body in method.bodies) else []
    return {
        "typing_names": _typing_names(written, *(["TYPE_CHECKING"] if "models." in written else [])),
        "uses_models": "models." in written,
        "names": Code(", ".join(sorted(["Operation", *names]))),
        "has_pages": any(method.operation.pagination for method in group.calls),
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
            "Seconds without progress after which an attempt is given up.",
            "",
        ),
        Argument(
            Identifier("total_timeout"), Code(""), None, "Seconds after which a call is not tried again.", ""
        ),
        Argument(
            Identifier("max_retries"),
            Code(""),
            None,
            "How often a call is tried again that may succeed then and does no harm.",
            "",
        ),
        Argument(
            Identifier("follow_redirects"),
            Code(""),
            None,
            "Whether redirects are followed; credentials never go to another host.",
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
            Identifier("auth"),
            Code(""),
            None,
            "An httpx2 Auth that shows who is calling, in place of the above.",
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
            text
            for text in (
                _sentence(api.title),
                _wrapped(api.description),
                opening[kind],
                "Args:\n" + "\n".join(listed),
            )
            if text
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
    keywords = tuple(
        _argument(parameter, parameter.name == operation.idempotency_key)
        for parameter in operation.parameters
    )
    bodies = _bodies(operation.body) if operation.body else ()
    types = [content.content_type for content in bodies]
    constant = operation.name.upper()
    return Method(
        operation=operation,
        name=operation.name,
        constant=Identifier(f"{constant}_") if constant in _BESIDE_CONSTANTS else Identifier(constant),
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
        base_url=server_url(operation.servers),
        docstring=_docstring(operation, body, keywords),
        streams={
            content.media_type: item_annotation(content)
            for response in operation.successes
            for content in streams(response.contents)
        },
    )


_BESIDE_CONSTANTS = {"PACKAGE", "SERVER"}
"""What the modules of the clients import beside the data of operations."""


def _with_others(api: Api, calls: tuple[Method, ...]) -> tuple[Method, ...]:
    """The methods of a class: where an answer is a stream or comes in pages there is one for that."""
    taken = {method.name for method in calls}
    found = []
    for method in calls:
        whole = [
            content
            for response in method.operation.successes
            for content in response.contents
            if content.media_type not in method.streams
        ]
        if method.streams:
            name = _free(f"stream_{method.name}", taken) if whole else method.name
            streamed = replace(
                method, name=name, way=Identifier("_stream"), wrapper=Code("Stream"), returns=_item(method)
            )
            found += [method, streamed] if whole else [streamed]
        else:
            found.append(method)
        if method.operation.pagination:
            schema = item_schema(method.operation.pagination, method.operation.successes, api.schemas)
            item = schema_annotation(schema)
            if "list" in taken:
                item = _builtin_list(item)
            found.append(
                replace(
                    method,
                    name=_free(f"iter_{method.name.removeprefix('list_')}", taken),
                    way=Identifier("_paginate"),
                    wrapper=Code("Pages"),
                    returns=Code(f"{method.returns}, {item}"),
                )
            )
    return tuple(found)


def _free(name: str, taken: set[Identifier]) -> Identifier:
    while name in taken:
        name += "_"
    taken.add(Identifier(name))
    return Identifier(name)


def _item(method: Method) -> Code:
    """The type of the items of a stream."""
    kinds = [
        f"Event[{item}]" if essence(media_type) == "text/event-stream" else str(item)
        for media_type, item in method.streams.items()
    ]
    return Code(" | ".join(dict.fromkeys(kinds)))


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


def server_url(servers: tuple[Server, ...]) -> str:
    """The URL of the first server with its variables at their defaults; empty if there is none."""
    if not servers:
        return ""
    url = servers[0].url
    for variable in servers[0].variables:
        url = url.replace(f"{{{variable.wire_name}}}", variable.default)
    return url


def _argument(parameter: Parameter, is_given: bool = False) -> Argument:
    """The argument for a parameter; ``is_given`` says that it has a value where nobody gives it one."""
    annotation = parameter_annotation(parameter)
    if parameter.required and not parameter.on_client and not is_given:
        return Argument(parameter.name, annotation, None, parameter.description, parameter.wire_name)
    if annotation != "Any" and not annotation.endswith("None"):
        annotation = Code(f"{annotation} | None")
    return Argument(parameter.name, annotation, Code("None"), parameter.description, parameter.wire_name)


def _server_arguments(api: Api, public: Collection[str]) -> tuple[ServerArgument, ...]:
    """The variables of the server; none of their types is called like what is ``public`` otherwise."""
    taken = {*public, *_BESIDE_SERVERS, *(group.class_name for group in api.groups)}
    arguments = []
    for variable in api.servers[0].variables:
        type_name = pascal_case(variable.name)
        while type_name in taken:
            type_name = Identifier(f"{type_name}Variable")
        taken.add(type_name)
        values = ", ".join(map(python_literal, variable.values))
        arguments.append(
            ServerArgument(
                variable.name,
                Code(type_name),
                python_literal(variable.default),
                variable.description,
                variable.wire_name,
                Code(f"Literal[{values}]" if values else "str"),
            )
        )
    return tuple(arguments)


_BESIDE_SERVERS = {"AsyncToken", "Literal", "Server", "Token", "TypeAlias"}
"""What modules that know the types of a server's variables import otherwise."""


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
