"""``distribution = true`` makes an installable project of a client, whatever its description says."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.pipeline import build_files
from oasmith.products.distribution import DEPENDENCIES
from oasmith.products.distribution.metadata import licence_expression, project_version
from oasmith.settings import DISTRIBUTION, Target
from support.command import oasmith
from support.paths import ROOT

THING = {"content": {"application/json": {"schema": {"type": "object", "properties": {"a": {}}}}}}
DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Tiny", "version": "2"},
    "paths": {"/a": {"get": {"operationId": "getA", "responses": {"200": {"description": "It.", **THING}}}}},
}


def project(folder: Path, **info: Any) -> dict[str, str]:
    path = folder / "api.yaml"
    path.write_text(yaml.safe_dump({**DESCRIPTION, "info": {**DESCRIPTION["info"], **info}}), "utf-8")
    target = Target(path, folder / "out", products=("client", *DISTRIBUTION))
    return {file.path: file.text for file in build_files(target, lambda stage, done: None).files}


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1.2", "1.2"),
        ("v3", "3"),
        ("1.2.3-beta", "1.2.3b0"),
        ("1.0.0-rc.1", "1.0.0rc1"),
        ("2024-03-07", "2024.3.7"),
        ("2.0.0+build 5", "0.1.0"),
        ("latest", "0.1.0"),
        ("", "0.1.0"),
        ('1"\n[x]', "0.1.0"),
    ],
)
def test_versions(text: str, version: str) -> None:
    assert project_version(text) == version


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("The MIT License", "MIT"),
        ("Apache 2.0", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("Apache-2.0 OR MIT", "Apache-2.0 OR MIT"),
        ("BSD 3-Clause", "BSD-3-Clause"),
        ("MPL 2.0", "MPL-2.0"),
        ("Proprietary", ""),
        ("", ""),
        ('MIT"\n[x]', ""),
    ],
)
def test_licences(name: str, expression: str) -> None:
    assert licence_expression(name) == expression


def test_the_licence_is_that_of_the_description(tmp_path: Path) -> None:
    for info in ({"name": "Some", "identifier": "MIT"}, {"name": "MIT License"}):
        data = tomllib.loads(project(tmp_path, license=info)["pyproject.toml"])
        assert data["project"]["license"] == "MIT"
    assert "license" not in tomllib.loads(project(tmp_path)["pyproject.toml"])["project"]


@pytest.mark.parametrize(
    "title",
    ['A "quoted\\" title', "Two\nlines", "```\n# x", "\u202eturned \U0001f600 \x85", '"""', "{{ x }}"],
)
def test_text_of_a_description_stays_text(title: str, tmp_path: Path) -> None:
    files = project(tmp_path, title=title, version=title, license={"name": title})
    data = tomllib.loads(files["pyproject.toml"])["project"]
    assert data["description"] == f"A client for {' '.join(title.split())}"
    assert data["version"] == "0.1.0"
    assert files["README.md"].count("```sh") == 2
    assert "\u202e" not in files["README.md"] + files["pyproject.toml"]
    json.loads(files["tests/openapi.json"])


def test_dependencies_are_what_the_client_imports(tmp_path: Path) -> None:
    own = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert set(DEPENDENCIES.values()) <= set(own)
    data = tomllib.loads(project(tmp_path)["pyproject.toml"])["project"]
    assert data["dependencies"] == [DEPENDENCIES["httpx2"], DEPENDENCIES["pydantic"]]


def test_the_setting_adds_products(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(yaml.safe_dump(DESCRIPTION), "utf-8")
    settings = '[tool.oasmith]\ndescription = "api.yaml"\noutput = "out"\ndistribution = true\nproducts = '
    (tmp_path / "pyproject.toml").write_text(f'{settings}["client"]\n', "utf-8")
    assert oasmith("generate", cwd=tmp_path).code == 0
    assert oasmith("check", cwd=tmp_path).code == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names[-4:] == ["README.md", "pyproject.toml", "tests", "tiny_client"]
    (tmp_path / "pyproject.toml").write_text(f'{settings}["docs"]\n', "utf-8")
    ran = oasmith("generate", cwd=tmp_path)
    assert (ran.code, 'Add "client" to products.' in ran.err) == (2, True)


def test_the_steps_of_building_md_work(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(yaml.safe_dump(DESCRIPTION), "utf-8")
    guide = (ROOT / "generator" / "BUILDING.md").read_text("utf-8")
    (table,) = (block for block in guide.split("```toml\n") if "distribution = true\n```" in block)
    (tmp_path / "pyproject.toml").write_text(table.partition("```")[0], "utf-8")
    assert oasmith("generate", cwd=tmp_path).code == 0
    assert oasmith("check", cwd=tmp_path).code == 0
    assert {"pyproject.toml", "README.md", "tests"} <= {path.name for path in (tmp_path / "shop").iterdir()}


@pytest.mark.parametrize("output", [".", "x/..", "link"])
def test_a_distribution_does_not_replace_its_settings(tmp_path: Path, output: str) -> None:
    (tmp_path / "openapi.yaml").write_text(yaml.safe_dump(DESCRIPTION), "utf-8")
    assert oasmith("new", "own", "openapi.yaml", cwd=tmp_path).code == 0
    folder = tmp_path / "own"
    (folder / "x").mkdir()
    (folder / "link").symlink_to(folder)
    settings = (folder / "pyproject.toml").read_text("utf-8").replace('output = "."', f'output = "{output}"')
    for changed in (f"{settings}distribution = true\n", settings.replace('"tests"]', '"distribution"]')):
        (folder / "pyproject.toml").write_text(changed, "utf-8")
        ran = oasmith("generate", cwd=folder)
        assert ran.code == 2
        assert ran.err.count("would replace this file") == 1
        assert "in the way" not in ran.err
        assert (folder / "pyproject.toml").read_text("utf-8") == changed


def test_the_tests_and_the_quick_start_run(tmp_path: Path) -> None:
    for path, text in project(tmp_path).items():
        (tmp_path / "out" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / path).write_text(text, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, text=True)
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done
    readme = (tmp_path / "out" / "README.md").read_text("utf-8")
    quick_start = readme.partition("```python\n")[2].partition("```")[0]
    with MockServer(read_api(tmp_path / "api.yaml")) as server:
        command = [sys.executable, "-c", quick_start]
        environment = {"TINY_BASE_URL": server.url}
        done = subprocess.run(command, cwd=tmp_path / "out", env=environment, capture_output=True, text=True)
    assert (done.returncode, "a=" in done.stdout) == (0, True), done
