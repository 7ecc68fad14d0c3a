"""``oasmith new`` starts a project that builds, installs and type-checks, and whose tests pass."""

from __future__ import annotations

import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from builds.conftest import DESCRIPTION, Tools, uv
from support.paths import ROOT

pytestmark = pytest.mark.builds

EVERYTHING = (ROOT / "tests" / "runtime" / "courier.yaml").read_text("utf-8")
"""A description that has something of everything."""


def test_five_commands_from_nothing(tools: Tools, tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(EVERYTHING, "utf-8")
    folder = tmp_path / "project"
    python = folder / ".venv" / "bin" / "python"
    tools.run("oasmith", "new", "project", "openapi.yaml", cwd=tmp_path)
    tools.run(uv(), "build", cwd=folder)
    tools.run(uv(), "venv", cwd=folder)
    (wheel,) = (folder / "dist").glob("*.whl")
    mock = f"oasmith[mock] @ {tools.wheel.as_uri()}"
    tools.run(uv(), "pip", "install", "--python", python, wheel, mock, "--group", "dev", cwd=folder)
    # The installed client, without the folder of the project in the path.
    shutil.move(next(folder.glob("*_client")), tmp_path)
    tested = tools.run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=folder)
    assert " passed" in tested.stdout
    tools.run(python, "-m", "mypy", "--strict", "tests", cwd=folder)
    pyright = shutil.which("pyright")
    if pyright:
        tools.run(pyright, "--pythonpath", python, "tests", cwd=folder)


def test_its_files_and_settings(tools: Tools, tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(DESCRIPTION, "utf-8")
    names = ["--package", "my_shop", "--client-name", "Mine"]
    tools.run("oasmith", "new", "p", "openapi.yaml", *names, "-q", cwd=tmp_path)
    folder = tmp_path / "p"
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith(".oasmith"))
    assert names == [".gitignore", "README.md", "my_shop", "openapi.yaml", "pyproject.toml", "tests"]
    assert (folder / "README.md").read_text("utf-8").startswith("# my-shop\n")
    assert 'license = "MIT"' in (folder / "pyproject.toml").read_text("utf-8")
    tools.run("oasmith", "check", cwd=folder)
    for mine in ("README.md", "pyproject.toml"):
        with (folder / mine).open("a", encoding="utf-8") as file:
            file.write("\n# mine\n")
    description = (folder / "openapi.yaml").read_text("utf-8")
    (folder / "openapi.yaml").write_text(description.replace("getThing", "findThing"), "utf-8")
    assert "edited" not in tools.run("oasmith", "generate", cwd=folder).stderr
    assert "def find_thing(" in (folder / "my_shop" / "client.py").read_text("utf-8")
    assert "# mine" in (folder / "README.md").read_text("utf-8")
    again = tools.run("oasmith", "new", "p", "openapi.yaml", cwd=tmp_path, check=False)
    assert (again.returncode, "is not an empty folder" in again.stderr) == (2, True)


def test_a_description_of_several_files_and_a_remote_one(tools: Tools, tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "parts").mkdir(parents=True)
    part = source / "parts" / "thing.yaml"
    part.write_text("type: object\nproperties: {name: {type: string}}\n", "utf-8")
    (source / "openapi.yaml").write_text(
        DESCRIPTION.replace("#/components/schemas/Thing", "parts/thing.yaml"), "utf-8"
    )
    tools.run("oasmith", "new", "local", "source/openapi.yaml", cwd=tmp_path)
    assert (tmp_path / "local" / "parts" / "thing.yaml").read_bytes() == part.read_bytes()
    handler = partial(SimpleHTTPRequestHandler, directory=str(source))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{server.server_port}"
        url = f"http://{host}/openapi.yaml"
        tools.run("oasmith", "new", "remote", url, "--allow-remote", host, cwd=tmp_path)
        server.shutdown()
    for name in ("local", "remote"):
        tools.run("oasmith", "check", cwd=tmp_path / name)
    assert (tmp_path / "remote" / "oasmith.lock").is_file()
