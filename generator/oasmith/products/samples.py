"""The sample requests as calls of the Python client, for products that write programs with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from oasmith.api.security import security
from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.client import client_files
from oasmith.products.client.models.check import Models, loaded_models
from oasmith.products.examples.python_calls import python_call
from oasmith.products.examples.sample import Sample, Variable, sample_of
from oasmith.quoting import Code
from oasmith.quoting.python import python_literal


@dataclass(frozen=True, slots=True)
class PythonSample:
    """A call of the method ``method`` with ``arguments``, which use ``models`` and ``imports``.

    ``body`` is empty without one. It ``is_untyped`` if the example does not have the keys of the models, so
    that type checkers would refuse it.
    ``credentials`` are the arguments of the client, by name, as variables of the environment.
    """

    name: str
    method: Code
    body: Code
    arguments: list[Code]
    is_untyped: bool
    models: list[Identifier]
    imports: list[Code]
    is_stream: bool
    credentials: Mapping[Identifier, tuple[Variable, ...]]
    base_url_variable: Identifier
    has_address: bool

    @property
    def expression(self) -> Code:
        """The call without the client."""
        return Code(f"{self.method}({', '.join([*([self.body] if self.body else []), *self.arguments])})")


def python_samples(build: Build) -> list[PythonSample]:
    """The calls with described successes whose credentials a program can give as strings."""
    return build.once(_python_samples)


def _python_samples(build: Build) -> list[PythonSample]:
    with loaded_models(build.once(client_files), build.package, build.contract) as models:
        samples = [sample_of(build, call, models, []) for call in build.calls]
        return [_sample(build, models, sample) for sample in samples if _is_usable(build, sample)]


def _is_usable(build: Build, sample: Sample) -> bool:
    demands = all(security(build.api, sample.operation)) and bool(security(build.api, sample.operation))
    return bool(sample.operation.successes) and (bool(sample.credentials) or not demands)


def _sample(build: Build, models: Models, sample: Sample) -> PythonSample:
    call = python_call(build, sample.call, models)
    is_untyped = sample.has_body and "{" in call["body"]
    if is_untyped:
        call = python_call(build, sample.call, models, is_plain=True)
    arguments = [Code(f"{name}={value}") for name, value in call["arguments"].items()]
    if call["other_content_type"]:
        arguments.append(Code(f"content_type={python_literal(call['other_content_type'])}"))
    return PythonSample(
        name=f"{sample.operation.path_name}_{sample.call.name}",
        method=Code(call["method"]),
        body=Code(call["body"] if sample.has_body else ""),
        arguments=arguments,
        is_untyped=is_untyped,
        models=call["models"],
        imports=call["imports"],
        is_stream=call["is_stream"],
        credentials=sample.credentials,
        base_url_variable=sample.base_url_variable,
        has_address=sample.has_address,
    )
