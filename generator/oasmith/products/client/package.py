"""The files of the client package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import jinja2

from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.client.contract_json import contract_json_file
from oasmith.products.client.credentials import (
    credential_types,
    credentials,
)
from oasmith.products.client.imports import Import, import_lines
from oasmith.products.client.inputs import inputs_file
from oasmith.products.client.methods import (
    MethodGroup,
    client_methods,
    deprecated_imports,
    method_imports,
    operation_imports,
)
from oasmith.products.client.models.modules import Models
from oasmith.products.client.package_values import (
    PackageValues,
    class_docstring,
    package_values,
    webhook_values,
)
from oasmith.products.client.runtime import (
    runtime_files,
)
from oasmith.products.file import File
from oasmith.products.templating import python_environment, render
from oasmith.quoting import Code

_PLAIN = ("__init__.py", "_base.py", "_contract.py", "_package.py", "_servers.py", "_operations/__init__.py")


_TYPE_CHECKING = Import("typing", "TYPE_CHECKING")


@dataclass(frozen=True, slots=True)
class Variant:
    """What differs between the sync and the async client: names, and the words of Python."""

    kind: Code
    module: Identifier
    resources: Identifier
    class_name: Identifier
    prefix: Code
    transport: Identifier
    resource: Identifier
    transport_module: Identifier
    http_client: Identifier
    plain_def: Code
    def_: Code
    await_: Code


def package_files(build: Build, models: Callable[[], Models]) -> list[File]:
    """Every file of the client package. ``models`` waits for the models, which workers generate."""
    python = python_environment(build.templates)
    methods = build.once(client_methods)
    inputs, (own, *groups) = methods.inputs, methods.groups
    values = package_values(build, models, own, groups, bool(inputs.names))
    files = {path: render(python, f"client/{path}.jinja", values) for path in _PLAIN}
    if build.api.events:
        webhooks = webhook_values(build.api)
        files["webhooks.py"] = render(python, "client/webhooks.py.jinja", values, webhooks)
    variants = [_variant(kind, build.client_name) for kind in ("sync", "async")]
    deprecated = deprecated_imports([own, *groups])
    files["_raw.py"] = render(
        python, "client/_raw.py.jinja", values, deprecated, variants=variants, methods=own.methods
    )
    for variant in variants:
        files |= _variant_files(python, values, variant, own)
    for group in values.all_groups:
        imports = operation_imports(group)
        path = f"_operations/{group.module}.py"
        files[path] = render(python, "client/_operations.py.jinja", values, imports, group=group)
    written = [File(f"{build.package}/{path}", text) for path, text in files.items()]
    written += [inputs_file(build, inputs)] if inputs.names else []
    written += [contract_json_file(build)] if values.contract_type[1] != "BaseContract" else []
    runtime = runtime_files(build.package, [*written, *models().files])
    return [*written, *runtime, File(f"{build.package}/py.typed", ""), *models().files]


def _variant_files(
    python: jinja2.Environment, values: PackageValues, variant: Variant, own: MethodGroup
) -> dict[str, str]:
    """The files of the sync or the async client: its module, and one for each group."""
    own_credentials = credentials(values.api, variant.prefix)
    more = [_TYPE_CHECKING, Import("typing", "IO")]
    more += [Import("functools", "cached_property")] if values.groups else []
    more.append(Import("typing", "Literal"))
    options = Import("._runtime.plan", "Options", "_Options")
    client = render(
        python,
        "client/client.py.jinja",
        values,
        variant,
        method_imports(own, values.client_arguments, more),
        credentials=own_credentials,
        credential_types=credential_types(own_credentials),
        class_docstring=class_docstring(values, variant.kind, own_credentials),
        runtime_imports=_runtime_imports("._runtime", variant, own, options),
        receiver=Code("self"),
        methods=own.methods,
        calls=own.calls,
    )
    files = {f"{variant.module}.py": client}
    if values.groups:
        docstring = f'"""The operations of the {variant.kind} client, by what they are about."""\n'
        files[f"{variant.resources}/__init__.py"] = docstring
    for group in values.groups:
        files[f"{variant.resources}/{group.module}.py"] = render(
            python,
            "client/resource.py.jinja",
            values,
            variant,
            method_imports(group, more=[_TYPE_CHECKING]),
            runtime_imports=_runtime_imports(".._runtime", variant, group),
            receiver=Code("self._client"),
            group=group,
        )
    return files


def _runtime_imports(runtime: str, variant: Variant, group: MethodGroup, *more: Import) -> Code:
    """The imports of runtime modules in a module with the methods of a group."""
    kind = "_async" if variant.prefix else ""
    module = "resources" if group.group else variant.transport_module
    name = variant.resource if group.group else variant.transport
    imports = {Import(f"{runtime}.{module}", name), *more}
    wrappers = {method.wrapper for method in group.methods}
    if "Pages" in wrappers:
        imports.add(Import(f"{runtime}.pages", f"paginate{kind}", "_paginate"))
    if "Stream" in wrappers:
        imports.add(Import(f"{runtime}.streaming", f"stream{kind}", "_stream"))
    if any(method.signatures.takes_positional for method in group.methods):
        imports.add(Import(f"{runtime}.arguments", "arguments", "_arguments"))
    if any(method.signatures.merges_body for method in group.methods):
        imports.add(Import(f"{runtime}.arguments", "body_of", "_body_of"))
    return Code("\n".join(import_lines(imports)).strip())


def _variant(kind: str, client_name: Identifier) -> Variant:
    is_async = kind == "async"
    return Variant(
        kind=Code(kind),
        module=Identifier("async_client" if is_async else "client"),
        resources=Identifier("async_resources" if is_async else "resources"),
        class_name=Identifier(f"Async{client_name}") if is_async else client_name,
        prefix=Code("Async" if is_async else ""),
        transport=Identifier("AsyncClient" if is_async else "SyncClient"),
        resource=Identifier("AsyncResource" if is_async else "SyncResource"),
        transport_module=Identifier("async_client" if is_async else "sync_client"),
        http_client=Identifier("AsyncClient" if is_async else "Client"),
        plain_def=Code("def"),
        def_=Code("async def" if is_async else "def"),
        await_=Code("await " if is_async else ""),
    )
