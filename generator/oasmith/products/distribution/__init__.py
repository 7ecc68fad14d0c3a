"""The product ``distribution``: what makes the client an installable project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from oasmith.api.model import Api
from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.client import client_files
from oasmith.products.distribution.metadata import licence_expression, project_version
from oasmith.products.examples.sample import Variable
from oasmith.products.file import File
from oasmith.products.product import Output
from oasmith.products.samples import PythonSample, python_samples
from oasmith.products.templating import environment, render
from oasmith.quoting import Code
from oasmith.quoting.markdown import markdown_code, markdown_text
from oasmith.quoting.python import python_literal
from oasmith.quoting.toml import toml_string

DEPENDENCIES = {
    "httpx2": "httpx2>=2.16,<3",
    "jsonschema_rs": "jsonschema-rs>=0.60,<1",
    "pydantic": "pydantic>=2.12,<3",
    "yaml": "PyYAML>=6.0.2,<7",
}
"""What clients may import, and the versions that they work with."""
_IMPORT = re.compile(rf"^\s*(?:from|import) ({'|'.join(DEPENDENCIES)})\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Project:
    """The values of the templates."""

    api: Api
    package: Code
    client_name: Code
    name: Code
    version: Code
    summary: str
    licence: str
    dependencies: list[str]
    sample: PythonSample | None
    models: Code
    credentials: Mapping[Identifier, Code]
    fence: Code


def generate(build: Build) -> Output:
    """``pyproject.toml`` and ``README.md`` at the top of the output folder."""
    sample = _shortest(build)
    project = Project(
        api=build.api,
        package=Code(build.package),
        client_name=Code(build.client_name),
        name=project_name(build.package),
        version=Code(project_version(build.api.version)),
        summary=f"A client for {' '.join(build.api.title.split())}",
        licence=licence_expression(build.api.licence),
        dependencies=dependencies(build.once(client_files)),
        sample=sample,
        models=Code(", ".join(sample.models if sample else ())),
        credentials={name: _given(given) for name, given in (sample.credentials if sample else {}).items()},
        fence=_fence(sample.expression if sample else ""),
    )
    toml = environment(toml_string, build.templates)
    markdown = environment(markdown_text, build.templates, code=markdown_code)
    return Output(
        [
            File("pyproject.toml", render(toml, "distribution/pyproject.toml.jinja", project)),
            File("README.md", render(markdown, "distribution/README.md.jinja", project)),
        ],
        [],
    )


def project_name(package: str) -> Code:
    """The name of the project of a package (PEP 508)."""
    return Code(re.sub(r"[^A-Za-z0-9]+", "-", package).strip("-") or "client")


def dependencies(files: Iterable[File]) -> list[str]:
    """The requirements (PEP 508) of the packages that a client imports."""
    found = {name for file in files if file.path.endswith(".py") for name in _IMPORT.findall(file.text)}
    return [DEPENDENCIES[name] for name in sorted(found)]


def _shortest(build: Build) -> PythonSample | None:
    """The sample request that a reader understands the fastest."""
    samples = python_samples(build)
    return min(samples, key=lambda sample: len(sample.expression), default=None)


def _given(variables: tuple[Variable, ...]) -> Code:
    """A credential from the environment; several values are a tuple."""
    values = [f"os.environ[{python_literal(str(variable.environment))}]" for variable in variables]
    return Code(values[0] if len(values) == 1 else f"({', '.join(values)})")


def _fence(code: str) -> Code:
    """A fence of Markdown that the code does not contain."""
    return Code("`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 3))
