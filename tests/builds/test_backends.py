"""Clients are generated while a project is built, under any build backend.

The projects use a wheel of this checkout and nothing else of it.
"""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from builds.conftest import DESCRIPTION, Tools, call, installed, uv

pytestmark = pytest.mark.builds

PROJECT = """
[project]
name = "shop-client"
version = "1.0"
dependencies = ["httpx2>=2.16,<3", "jsonschema-rs>=0.60,<1", "pydantic>=2.12,<3"]
[tool.oasmith]
description = "openapi.yaml"
output = "src"
products = ["client"]
package = "shop_client"
"""
WRAPPER = """
[build-system]
requires = ["oasmith @ {wheel}", "{package}"]
build-backend = "oasmith.build"
[tool.oasmith.build]
backend = "{backend}"
"""
HATCH = """
[build-system]
requires = ["hatchling", "oasmith @ {wheel}"]
build-backend = "hatchling.build"
[tool.hatch.build.hooks.oasmith]
[tool.hatch.build.targets.wheel]
packages = ["src/shop_client"]
"""
BACKENDS = {
    "hatchling": HATCH,
    "setuptools": WRAPPER.replace("{package}", "setuptools").replace("{backend}", "setuptools.build_meta"),
    "uv_build": WRAPPER.replace("{package}", "uv_build").replace("{backend}", "uv_build"),
}


def project(folder: Path, tools: Tools, build: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "openapi.yaml").write_text(DESCRIPTION, "utf-8")
    (folder / ".gitignore").write_text("src/\n", "utf-8")
    text = PROJECT + build.replace("{wheel}", tools.wheel.as_uri())
    (folder / "pyproject.toml").write_text(text, "utf-8")
    return folder


def built(tools: Tools, folder: Path, *, check: bool = True, offline: bool = True) -> dict[str, Path]:
    """Build an sdist, and a wheel of it, with the packages of the shared environment."""
    command: list[str | Path] = [uv(), "build", "--no-build-isolation", "--python", tools.environment]
    done = tools.run(*command, cwd=folder, check=check, more={"UV_OFFLINE": "1"} if offline else {})
    if not check:
        return {done.stderr: folder}
    return {path.suffix: path for path in (folder / "dist").iterdir() if path.suffix != ".gitignore"}


@pytest.mark.parametrize("name", BACKENDS)
def test_a_backend(name: str, tools: Tools, shop: str, tmp_path: Path) -> None:
    folders = [project(tmp_path / copy / "project", tools, BACKENDS[name]) for copy in ("one", "two")]
    one, two = (built(tools, folder) for folder in folders)
    assert {it: sha256(path.read_bytes()).digest() for it, path in one.items()} == {
        it: sha256(path.read_bytes()).digest() for it, path in two.items()
    }
    call(tools, installed(tools, tmp_path / "of wheel", one[".whl"]), shop)
    names = zipfile.ZipFile(one[".whl"]).namelist()
    assert {"shop_client/py.typed", "shop_client/_contract_json.py"} <= set(names)
    assert not [name for name in names if not name.startswith(("shop_client/", "shop_client-1.0.dist-info/"))]


@pytest.mark.parametrize("name", BACKENDS)
def test_an_editable_install(name: str, tools: Tools, shop: str, tmp_path: Path) -> None:
    folder = project(tmp_path / "project", tools, BACKENDS[name])
    python = installed(tools, tmp_path / "environment", "-e", folder)
    call(tools, python, shop)
    found = tools.run(python, "-c", "import shop_client; print(shop_client.__file__)", cwd=tmp_path)
    assert Path(found.stdout.strip()).is_relative_to(folder)


def test_an_sdist_builds_without_its_description(tools: Tools, shop: str, tmp_path: Path) -> None:
    folder = project(tmp_path / "project", tools, BACKENDS["setuptools"])
    sdist = built(tools, folder)[".gz"]
    with tarfile.open(sdist) as archive:
        assert not [name for name in archive.getnames() if name.endswith("openapi.yaml")]
    call(tools, installed(tools, tmp_path / "environment", sdist), shop)


def test_a_locked_description_builds_offline(tools: Tools, shop: str, tmp_path: Path) -> None:
    folder = project(tmp_path / "project", tools, BACKENDS["setuptools"])
    (tmp_path / "remote").mkdir()
    (tmp_path / "remote" / "thing.yaml").write_text("Thing: {type: object, properties: {name: {}}}", "utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "remote"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{server.server_port}"
        (folder / "openapi.yaml").write_text(
            DESCRIPTION.replace("#/components/schemas/Thing", f"http://{host}/thing.yaml#/Thing"), "utf-8"
        )
        (refused,) = built(tools, folder, check=False)
        assert "is not in oasmith.lock" in refused
        assert "Run oasmith lock" in refused
        lock = ["oasmith", "lock", "--allow-remote", host]
        tools.run(*lock, cwd=folder)
        server.shutdown()
    shutil.rmtree(tmp_path / "remote")
    call(tools, installed(tools, tmp_path / "environment", built(tools, folder)[".whl"]), shop)
    (folder / "openapi.yaml").write_text(
        (folder / "openapi.yaml").read_text("utf-8") + "# changed\n", "utf-8"
    )
    (refused,) = built(tools, folder, check=False)
    assert "openapi.yaml: is not the file of" in refused


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('backend = "setuptools.build_meta"', "", "[tool.oasmith.build] lacks 'backend'"),
        ("setuptools.build_meta", "setuptols.build_meta", "'setuptols.build_meta' cannot be imported"),
        ("openapi.yaml", "opnapi.yaml", "Did you mean 'openapi.yaml'?"),
    ],
)
def test_a_mistake_ends_the_build_with_what_to_do(
    old: str, new: str, message: str, tools: Tools, tmp_path: Path
) -> None:
    folder = project(tmp_path / "project", tools, BACKENDS["setuptools"].replace(old, new))
    path = folder / "pyproject.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    (refused,) = built(tools, folder, check=False)
    assert message in refused
