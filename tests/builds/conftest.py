"""One wheel of this checkout and one environment with it, for all tests of builds."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from oasmith import read_api
from oasmith.mock import MockServer
from support.paths import ROOT

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Shop, version: "1.2", license: {name: MIT License, identifier: MIT}}
servers: [{url: "https://shop.example"}]
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{name: id, in: path, required: true, schema: {type: string, minLength: 2}}]
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
components: {schemas: {Thing: {type: object, required: [name], properties: {name: {const: book}}}}}
"""
CALL = """
import sys
from shop_client import RequestValidationError, ShopClient
with ShopClient(base_url=sys.argv[1]) as client:
    print(client.get_thing("ab").name)
    try:
        client.get_thing("a")
    except RequestValidationError as error:
        print(error.violations[0].location)
"""
"""Calls the mock server. A request that breaks the description needs the contract of the client."""


@dataclass(frozen=True)
class Tools:
    """The wheel of this checkout, and an environment with it and some build backends."""

    wheel: Path
    environment: Path

    def run(
        self, *command: str | Path, cwd: Path, check: bool = True, more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command that finds the programs of the environment, with a cache of its own."""
        variables = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
        variables |= {
            "PATH": f"{self.environment / 'bin'}:{os.environ['PATH']}",
            "SOURCE_DATE_EPOCH": "1700000000",
            "OASMITH_CACHE_DIR": str(self.environment.parent / "cache"),
            **(more or {}),
        }
        done = subprocess.run(
            list(map(str, command)), cwd=cwd, env=variables, capture_output=True, text=True, timeout=300
        )
        assert not check or done.returncode == 0, done
        return done


def uv() -> str:
    found = shutil.which("uv")
    if found is None:
        pytest.skip("uv is not installed")
    return found


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    folder = tmp_path_factory.mktemp("tools")
    subprocess.run([uv(), "build", "-q", "--wheel", "-o", folder, ROOT], check=True, timeout=300)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    subprocess.run([uv(), "venv", "-q", environment], check=True, timeout=300)
    packages = [f"{wheel}[mock]", "hatchling", "setuptools", "uv_build", "pytest", "mypy"]
    install: list[str | Path] = [uv(), "pip", "install", "-q", "--python", environment, *packages]
    subprocess.run(install, check=True, timeout=300)
    return Tools(wheel, environment)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a mock server of the description."""
    path = tmp_path_factory.mktemp("shop") / "openapi.yaml"
    path.write_text(DESCRIPTION, "utf-8")
    with MockServer(read_api(path)) as server:
        yield server.url


def installed(tools: Tools, folder: Path, *packages: str | Path) -> Path:
    """The Python of a fresh environment below a folder with packages."""
    tools.run(uv(), "venv", "-q", folder, cwd=folder.parent)
    tools.run(uv(), "pip", "install", "-q", "--python", folder, *packages, cwd=folder.parent)
    return folder / "bin" / "python"


def call(tools: Tools, python: Path, url: str) -> None:
    """Call the mock server with the client in an environment."""
    done = tools.run(python, "-c", CALL, url, cwd=python.parent)
    assert done.stdout.split() == ["book", "path"], done
