"""The values that the templates of the client package are filled in with."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from oasmith.api.contract import has_local_times, has_objects
from oasmith.api.model import Api, Parameter, Server, server_url
from oasmith.api.secrets import secret_names, secrets
from oasmith.names import Identifier, Namespace, Wish, import_order, pascal_case
from oasmith.products.build import Build
from oasmith.products.client.annotations import ANY, Annotations
from oasmith.products.client.credentials import (
    KnownScheme,
    SchemeEnvironment,
    alternatives_by_default,
    credentials,
    demanded,
    environments,
    known_scheme,
    package_imports,
    security_schemes,
)
from oasmith.products.client.imports import Import, Typed, needed_by
from oasmith.products.client.methods import (
    EVENT,
    MIXED_BODY,
    MULTIPART_BODY,
    RAW_BODY,
    Method,
    MethodGroup,
    parameter_type,
    standard_imports,
)
from oasmith.products.client.models.modules import Models
from oasmith.products.client.prose import described, sentence, wrapped
from oasmith.products.client.runtime import (
    RUNTIME,
    base_imports,
    model_bases,
    needs_branches,
)
from oasmith.products.client.signatures import Argument, argument_of
from oasmith.quoting import Code
from oasmith.quoting.python import python_docstring, python_literal
from oasmith.reserved import CLIENT_CLASSES
from oasmith.runtime.contract import Contract
from oasmith.schemas import Schema, branches, is_number_or_text, reference
from oasmith.structure import schemas_in

_OPTIONS = {
    "timeout": "Timeout of one attempt: seconds without progress.",
    "total_timeout": (
        "Timeout of a whole call in seconds, with all its attempts, redirects and tokens; for a stream, "
        "until it begins."
    ),
    "max_retries": "Maximum number of retries for requests that are safe to repeat.",
    "follow_redirects": "Whether to follow redirects. Credentials are never sent to another origin.",
    "strict_responses": (
        "Whether a response that deviates from the description raises APIResponseValidationError."
    ),
    "validate_requests": (
        'False sends requests without validating them; "warn" logs what violates the description, '
        "and sends it."
    ),
    "max_response_size": "Maximum size of a response body in memory, in bytes; ``math.inf`` for no limit.",
    "max_decompressed_size": (
        "Maximum size of a compressed response body after decompression, in bytes; ``math.inf`` for no limit."
    ),
    "max_stream_item_size": "Maximum size of one item of a stream, in bytes; ``math.inf`` for no limit.",
    "always_authenticate": (
        "Whether to send credentials also where the description says nothing about security."
    ),
    "auth": "An ``httpx2.Auth`` to use instead of the credentials above.",
    "http_client": "A custom httpx2 client. The caller closes it.",
}
"""The arguments of every client."""


@dataclass(frozen=True, slots=True)
class ServerArgument(Argument):
    """A variable of the server's URL; ``annotation`` names its type alias, ``type`` is the aliased type."""

    type: Code

    @property
    def docstring(self) -> Code:
        return python_docstring(self.description)


@dataclass(frozen=True, slots=True)
class PackageValues:
    """The values that all templates of the package have.

    ``public`` are the names that the package exports, by module, and ``modules`` those of them that are
    modules. ``all_groups`` are the groups with methods; the first is the client itself if it has any.
    """

    api: Api
    package: Identifier
    groups: list[MethodGroup]
    all_groups: list[MethodGroup]
    title: Code
    server: Server
    server_arguments: tuple[ServerArgument, ...]
    client_arguments: tuple[Argument, ...]
    security_schemes: list[tuple[str, Code]]
    package_imports: list[tuple[Code, Code]]
    environments: list[tuple[str, SchemeEnvironment, Typed]]
    credentials: tuple[Argument, ...]
    alternatives_by_default: tuple[tuple[str, ...], ...]
    security: dict[str, tuple[tuple[str, ...], ...]]
    base_url: Argument
    secrets: Mapping[str, Collection[str]]
    base_names: frozenset[str]
    model_bases: Code
    base_imports: Code
    has_advice: bool
    has_local_times: bool
    has_objects: bool
    contract_type: tuple[Code, Code]
    parameter_type: Callable[[Parameter], Typed]
    secret_names: Collection[str]
    public: list[tuple[Code, list[Identifier]]]
    modules: list[Identifier]
    exports: list[Identifier]


@dataclass(frozen=True, slots=True)
class Parser:
    """A function that reads the body of a webhook or callback."""

    name: Identifier
    result: Typed
    docstring: Code


@dataclass(frozen=True, slots=True)
class WebhookValues:
    """The values of ``webhooks.py.jinja`` besides those of the package."""

    parsers: list[Parser]
    standard_imports: list[tuple[Code, Code]]
    uses_models: bool


def package_values(
    build: Build,
    begun: Callable[[], Models],
    own: MethodGroup,
    groups: list[MethodGroup],
    has_inputs: bool,
) -> PackageValues:
    """The values of a build; ``own`` are the methods of the client itself, ``groups`` those of its groups.

    ``begun`` waits for the models, which workers generate; all that does not need them is computed before.
    ``has_inputs`` says whether the package has the module ``inputs``.
    """
    api = build.api
    has_advice = bool(build.contract.document["advice"])
    local_times = has_local_times(api, build.contract.document)
    objects = has_objects(build.contract.document)
    modules = [Identifier(name) for name in _modules(api, has_inputs)]
    hidden = secrets(api.schemas)
    named = _objects_in(api.schemas.values())
    others = _objects_in((*api.sent_schemas(), *api.received_schemas()))
    has_decimals = any(map(_is_decimal, (*named, *others)))
    has_mutable = any(isinstance(node.get("default"), (list, dict)) for node in named)
    has_constant_keywords = any("const" in node or len(node.get("enum") or ()) == 1 for node in named)
    has_unions = any(_is_union_of_references(node) for node in (*named, *others))
    models = begun()
    base_names = models.base_names
    public = _public(
        api, [own, *groups], build.client_name, has_advice or local_times or objects, "Upload" in base_names
    )
    server_arguments = _server_arguments(api, {name for _, names in public for name in names})
    if server_arguments:
        types = (Identifier(argument.annotation) for argument in server_arguments)
        public = sorted([*public, (Code("._servers"), sorted(types, key=import_order))])
    bases = model_bases(
        has_constants=has_constant_keywords or "own_tag" in base_names,
        has_mutable=has_mutable,
        extends_others=models.extends_others,
        has_unions=has_unions,
        has_secrets=bool(hidden),
        has_extras=models.has_extras,
        has_decimals=has_decimals,
    )
    return PackageValues(
        api=api,
        package=build.package,
        groups=groups,
        all_groups=([own] if own.methods else []) + groups,
        title=python_docstring(api.title),
        server=api.servers[0],
        server_arguments=server_arguments,
        client_arguments=tuple(
            argument_of(parameter, Annotations(api.schemas)) for parameter in api.client_parameters()
        ),
        security_schemes=security_schemes(api),
        package_imports=package_imports(api),
        environments=environments(api),
        credentials=credentials(api, ""),
        alternatives_by_default=alternatives_by_default(api),
        security={operation.id: demanded(api, operation) for operation in api.operations},
        base_url=_base_url(api),
        secrets=hidden,
        base_names=base_names,
        model_bases=bases,
        base_imports=base_imports(base_names, bases),
        has_advice=has_advice,
        has_local_times=local_times,
        has_objects=objects,
        contract_type=_contract_type(api, build.contract, has_decimals),
        parameter_type=parameter_type,
        secret_names=secret_names(api),
        public=public,
        modules=modules,
        exports=sorted([*modules, *(name for _, names in public for name in names)]),
    )


def _modules(api: Api, has_inputs: bool) -> list[str]:
    """The modules that the package exports."""
    return [*(["inputs"] if has_inputs else []), "models", *(["webhooks"] if api.events else [])]


def _objects_in(schemas: Iterable[Schema]) -> list[dict[str, Any]]:
    """The objects among schemas and all schemas inside them; the others are true or false."""
    return [node for schema in schemas for node in schemas_in(schema) if isinstance(node, dict)]


def _is_union_of_references(schema: Schema) -> bool:
    """Whether values may be of several classes: in a union, each object has a name."""
    return sum(reference(branch) is not None for branch in branches(schema)) > 1


def _contract_type(api: Api, contract: Contract, has_decimals: bool) -> tuple[Code, Code]:
    """The module and the name of the class of the contract."""
    if has_decimals:
        return Code("._runtime.decimals"), Code("DecimalContract")
    if needs_branches(contract.document):
        return Code("._runtime.branches"), Code("BranchContract")
    if any(operation.parameters or operation.body for operation in api.operations):
        return Code("._runtime.contract"), Code("Contract")
    return Code("._runtime.base_contract"), Code("BaseContract")


def _is_decimal(schema: dict[str, Any]) -> bool:
    return schema.get("format") == "decimal" or is_number_or_text(schema)


def _public(
    api: Api,
    groups: list[MethodGroup],
    client_name: Identifier,
    has_advice: bool,
    has_files: bool,
) -> list[tuple[Code, list[Identifier]]]:
    """The public names of the package, by the module that has them."""
    errors = re.findall(r"^class ([A-Z]\w+)", (RUNTIME / "errors.py").read_text("utf-8"), re.MULTILINE)
    schemes = [known for scheme in api.security_schemes if (known := known_scheme(scheme))]
    methods = [method for group in groups for method in group.methods]
    public: dict[str, list[str]] = {
        "._package": ["check"],
        "._runtime.advice": ["AdviceWarning"] if has_advice else [],
        "._runtime.errors": errors,
        "._runtime.files": ["File"] if has_files or _takes_files(methods) else [],
        "._runtime.oauth": _imported("._runtime.oauth", "ClientCredentials", schemes),
        "._runtime.password_grant": _imported("._runtime.password_grant", "PasswordGrant", schemes),
        "._runtime.pages": _wrappers("Pages", methods),
        "._runtime.client": ["RawResponse"],
        "._runtime.signing": _imported("._runtime.signing", "AccessKey", schemes),
        "._runtime.streamed": ["streamed"] if any(map(_is_open, methods)) else [],
        "._runtime.streaming": [*_wrappers("Stream", methods), *_events(methods)],
        ".async_client": [f"Async{client_name}"],
        ".client": [client_name],
    }
    return [
        (Code(module), [Identifier(name) for name in sorted(names, key=import_order)])
        for module, names in sorted(public.items())
        if names
    ]


def _imported(module: str, name: str, schemes: list[KnownScheme]) -> list[str]:
    """The name, if the type of the credentials of any scheme needs it."""
    return [name] if Import(module, name) in needed_by(known.type for known in schemes) else []


def _takes_files(methods: list[Method]) -> bool:
    """Whether any method takes a file, alone or in a form."""
    bodies = (body.type for method in methods for body in method.bodies)
    return not needed_by(bodies).isdisjoint((RAW_BODY, MULTIPART_BODY, MIXED_BODY))


def _wrappers(name: str, methods: list[Method]) -> list[str]:
    return [f"Async{name}", name] if any(method.wrapper == name for method in methods) else []


def _is_open(method: Method) -> bool:
    """Whether a result may be anything, text or bytes, which may be too large for memory."""
    return not method.streams and not {"Any", "str", "bytes"}.isdisjoint(method.result.split(" | "))


def _events(methods: list[Method]) -> list[str]:
    return ["Event"] if EVENT.imports <= needed_by(method.returns for method in methods) else []


def webhook_values(api: Api) -> WebhookValues:
    """The parser of each webhook and callback, and what they import."""
    parsers = []
    for event in api.events:
        content = event.body.contents[0] if event.body and event.body.contents else None
        blocks = (sentence(event.summary or event.title), wrapped(event.description))
        parsers.append(
            Parser(
                name=Identifier(f"parse_{event.name}"),
                result=Annotations(api.schemas).content(content) if content else ANY,
                docstring=python_docstring("\n\n".join(block for block in blocks if block)),
            )
        )
    imports = needed_by(parser.result for parser in parsers)
    return WebhookValues(
        parsers=parsers,
        standard_imports=standard_imports(imports),
        uses_models=Import(".", "models") in imports,
    )


def _base_url(api: Api) -> Argument:
    """The argument ``base_url``; required if nothing else has an absolute URL."""
    is_optional = has_url(api)
    path = server_url(api.servers).rstrip("/")
    description = "The URL below which the paths of the description are"
    if "://" in path:
        description += ", in place of its server URL."
    else:
        description += f", for instance ``https://…{path}``." if path else "."
    return Argument(
        Identifier("base_url"),
        Typed("str | None" if is_optional else "str"),
        Code("None") if is_optional else None,
        description,
        "base_url",
    )


def has_url(api: Api) -> bool:
    """Whether a client has a server URL if none is given: from the description or the environment."""
    server = api.servers[0]
    return "://" in server_url(api.servers) or bool(server.override or server.override_file)


def _server_arguments(api: Api, public: Collection[str]) -> tuple[ServerArgument, ...]:
    """The variables of the server; none of their types is called like what is ``public`` otherwise."""
    scope = Namespace(CLIENT_CLASSES, escape=lambda name: f"{name}Variable", joint="")
    scope.add(*public, *(f"{prefix}{group.class_name}" for group in api.groups for prefix in ("", "Async")))
    variables = api.servers[0].variables if has_url(api) else ()
    names = scope.assign(
        {
            variable.name: Wish([name := pascal_case(variable.name), f"{name}Variable"], variable.wire_name)
            for variable in variables
        }
    )
    arguments = []
    for variable in variables:
        values = ", ".join(map(python_literal, variable.values))
        arguments.append(
            ServerArgument(
                variable.name,
                Typed(names[variable.name], Import("._servers", names[variable.name])),
                python_literal(variable.default),
                variable.description,
                variable.wire_name,
                Code(f"Literal[{values}]" if values else "str"),
            )
        )
    return tuple(arguments)


_OPENING = {
    "sync": "Calls block until the response arrives. Threads may share a client.",
    "async": "Calls are awaited.",
}


def class_docstring(values: PackageValues, kind: str, own: tuple[Argument, ...]) -> Code:
    """The docstring of the ``sync`` or ``async`` client, with all its arguments; ``own`` are credentials."""
    api = values.api
    arguments = [*own, *values.client_arguments, *values.server_arguments, values.base_url]
    descriptions = {str(argument.name): argument.description for argument in arguments} | _OPTIONS
    if not own:
        del descriptions["always_authenticate"]
    listed = [described(name, text) for name, text in descriptions.items() if text]
    opening = _OPENING[kind]
    blocks = (sentence(api.title), wrapped(api.description), opening, "Args:\n" + "\n".join(listed))
    return python_docstring("\n\n".join(block for block in blocks if block))
