"""Samples for the vendor's own SDKs, if a description names them (``x-vendor-sdk``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from oasmith.api.model import Api, VendorSdk
from oasmith.errors import Problem
from oasmith.names import Identifier, import_order
from oasmith.products.build import Build
from oasmith.products.calls import Call
from oasmith.products.file import File
from oasmith.products.product import Output
from oasmith.products.templating import environment, python_environment, render
from oasmith.products.vendor_sdk.go import GoCode
from oasmith.products.vendor_sdk.java import java_collections, java_value
from oasmith.products.vendor_sdk.naming import FAMILIES, Family, Naming, class_name
from oasmith.products.vendor_sdk.python import python_value
from oasmith.products.vendor_sdk.shared import inner, named
from oasmith.products.vendor_sdk.values import Member, Type, Value, Values
from oasmith.quoting import Code, InexpressibleError, line_comment
from oasmith.quoting.go import go_literal
from oasmith.quoting.java import java_comment, java_literal
from oasmith.quoting.python import python_docstring
from oasmith.structure import join_pointer


def generate(build: Build) -> Output:
    """``examples/<operation>/<example>/vendor-sdk/``, for the named examples with JSON bodies.

    There are none without ``x-vendor-sdk``. Examples that the SDKs cannot send are problems.
    """
    sdk = build.api.vendor_sdk
    if sdk is None:
        return Output([], [])
    problems = list(_wrong(build.api, sdk))
    if problems:
        return Output([], problems)
    output = Output([], [*build.contract_problems, *build.call_problems])
    values = Values(build.api.schemas)
    for call in build.calls:
        if call.is_made or call.kind != "json":
            continue
        try:
            texts = _texts(_sample(build.api, sdk, values, call), build.templates)
        except InexpressibleError as reason:
            output.problems.append(_problem(call, reason))
            continue
        target = f"examples/{call.operation.path_name}/{call.name}/vendor-sdk"
        output.files.extend(File(f"{target}/{name}", text) for name, text in texts.items())
    return output


@dataclass(frozen=True, slots=True)
class _Sample:
    """What the samples of one example share; ``credentials`` are those besides the access key."""

    family: Family
    sdk: VendorSdk
    region: str
    title: str
    operation_id: str
    credentials: tuple[Member, ...]
    request: Value


def _sample(api: Api, sdk: VendorSdk, values: Values, call: Call) -> _Sample:
    assert call.content is not None
    family = FAMILIES[sdk.family]
    owner = class_name(f"{call.operation.id}_request")
    members = [
        Member(parameter.wire_name, True, values.of(parameter.schema, value, owner, parameter.wire_name))
        for parameter in call.operation.parameters
        if (value := call.parameters.get(parameter.name)) is not None
    ]
    body = Member("body", False, values.of(call.content.schema, call.body, owner, "body"))
    of_request = [member for member in members if member.wire_name not in family.credentials]
    return _Sample(
        family=family,
        sdk=sdk,
        region=_region(api),
        title=call.operation.summary or call.operation.id,
        operation_id=call.operation.id,
        credentials=tuple(member for member in members if member.wire_name in family.credentials),
        request=Value(Type("model", owner), (*of_request, body)),
    )


@dataclass(frozen=True, slots=True)
class _Values:
    """The values that the templates of all languages have."""

    service: Identifier
    version: Identifier
    name: Identifier
    region: str
    title: Code
    credentials: Mapping[Identifier, Any]
    request: Code
    method: Identifier


def _texts(sample: _Sample, templates: tuple[Path, ...]) -> dict[str, str]:
    return {
        "sample.py": _python(sample, python_environment(templates)),
        "Sample.java": _java(sample, environment(java_literal, templates, inner=inner)),
        "main.go": _go(sample, environment(go_literal, templates, inner=inner)),
    }


def _python(sample: _Sample, source: jinja2.Environment) -> str:
    naming = sample.family.python
    title = python_docstring(sample.title.rstrip(".") + ".")
    request = python_value(sample.request, sample.family)
    values = _values(sample, naming, title, request, naming.method(sample.operation_id))
    imported = {Identifier(f"{values.name}Client"), *sample.request.models()}
    template = "vendor_sdk/python/sample.py.jinja"
    return render(source, template, values, imported=sorted(imported, key=import_order))


def _java(sample: _Sample, source: jinja2.Environment) -> str:
    naming = sample.family.java
    method = naming.method(sample.operation_id)
    request = java_value(sample.request, sample.family)
    response = Identifier(f"{method}Response")
    return render(
        source,
        "vendor_sdk/java/Sample.java.jinja",
        _values(
            sample, naming, java_comment(sample.title), request, Identifier(method[0].lower() + method[1:])
        ),
        models=sorted({*sample.request.models(), response}),
        collections=sorted(java_collections(sample.request)),
        request_class=sample.request.type.name,
        response_class=response,
    )


def _go(sample: _Sample, source: jinja2.Environment) -> str:
    naming = sample.family.go
    code = GoCode(sample.family)
    request = code.request(sample.request)
    values = _values(sample, naming, line_comment(sample.title), request, naming.method(sample.operation_id))
    return render(source, "vendor_sdk/go/main.go.jinja", values, variables=list(code.variables.values()))


def _values(sample: _Sample, naming: Naming, title: Code, request: Code, method: Identifier) -> _Values:
    sdk = sample.sdk
    return _Values(
        service=Identifier(sdk.service),
        version=Identifier(sdk.version),
        name=Identifier(sdk.name or sdk.service.capitalize()),
        region=sample.region,
        title=title,
        credentials=_credentials(sample, naming),
        request=request,
        method=method,
    )


def _credentials(sample: _Sample, naming: Naming) -> dict[Identifier, Any]:
    return {name: member.value.content for name, member in named(sample.credentials, naming).items()}


def _region(api: Api) -> str:
    """The default region of the servers in the description."""
    variables = api.servers[0].variables
    return next((variable.default for variable in variables if variable.wire_name == "region"), "")


def _wrong(api: Api, sdk: VendorSdk) -> Iterator[Problem]:
    """The problems of the extension itself."""
    if sdk.family not in FAMILIES:
        known = ", ".join(FAMILIES)
        yield _misfit("family", f"unknown family of SDKs {sdk.family!r}", f"Use one of these: {known}.")
    if not re.fullmatch(r"[a-z][a-z0-9]*", sdk.service):
        yield _misfit(
            "service", f"invalid service {sdk.service!r}", "Use the name in its package, such as elb."
        )
    if not re.fullmatch(r"v[0-9]+", sdk.version):
        yield _misfit(
            "version", f"invalid version {sdk.version!r}", "Use the name in its package, such as v3."
        )
    if not re.fullmatch(r"([A-Z][A-Za-z0-9]*)?", sdk.name):
        yield _misfit(
            "name", f"{sdk.name!r} cannot be part of a class name", "Write the part before Client, like Elb."
        )
    if not _region(api):
        yield _misfit(
            "", "the SDKs ask for a region, and there is none", "Give the server a variable called region."
        )


def _misfit(key: str, message: str, remedy: str) -> Problem:
    parts = ("x-vendor-sdk", key) if key else ("x-vendor-sdk",)
    return Problem(f"{message}; no sample was written", remedy, pointer=join_pointer(parts))


def _problem(call: Call, reason: InexpressibleError) -> Problem:
    operation = call.operation
    return Problem(
        f"the example {call.name!r} of {operation.id} cannot be sent by the vendor's SDKs: {reason}",
        "No sample for the SDKs was written for this example; change the example if you want one.",
        pointer=join_pointer(("paths", operation.path, operation.method.lower())),
    )
