"""Every folder can be the output, and whatever is wrong with one is a problem with a remedy."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from support.command import oasmith
from support.publishing import contents, mounted, running_driver, states

DESCRIPTION = """
openapi: 3.1.0
info: {title: Tiny, version: "1"}
paths: {/a: {get: {operationId: getA, responses: {"200": {description: It.}}}}}
"""
SETTINGS = '[tool.oasmith]\ndescription = "api.yaml"\nproducts = ["client"]\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a description and files of a user that nothing may happen to."""
    folder = tmp_path / "project"
    (folder / "src" / "private").mkdir(parents=True)
    (folder / "src" / "private" / "key").write_text("secret", "utf-8")
    (folder / "src" / "private").chmod(0o700)
    (folder / "shared").mkdir()
    (folder / "shared").chmod(0o2750)
    (folder / "api.yaml").write_text(DESCRIPTION, "utf-8")
    for path in ("src/private", "shared"):
        os.utime(folder / path, (1_000_000_000, 1_000_000_000))
    return folder


@pytest.mark.parametrize(
    ("output", "cwd"),
    [(".", "."), ("..", "src"), ("./src/../src", "."), ("{project}", "src"), ("new/deep", ".")],
)  # fmt: skip
def test_outputs(project: Path, output: str, cwd: str) -> None:
    output = output.format(project=project)
    before = states(project)
    for _ in range(2):
        ran = oasmith("generate", project / "api.yaml", "-o", output, cwd=project / cwd)
        assert (ran.code, ran.err.count("Traceback")) == (0, 0), ran
    assert (project / cwd / output / "tiny_client" / "__init__.py").is_file()
    after = states(project)
    for path, state in before.items():
        assert after[path][:5] == state[:5]
    for path in ("src/private", "src/private/key", "shared", "api.yaml"):
        assert after[path] == before[path]
    assert [path.name for path in project.parent.iterdir()] == ["project"]


@pytest.mark.parametrize("output", [".", "src"])
def test_outputs_of_settings(project: Path, output: str) -> None:
    (project / "pyproject.toml").write_text(f'{SETTINGS}output = "{output}"\n', "utf-8")
    before = states(project)
    for command in ("generate", "generate", "check"):
        assert oasmith(command, cwd=project).code == 0
    after = states(project)
    for path in ("src/private", "src/private/key", "shared", "api.yaml", "pyproject.toml"):
        assert after[path] == before[path]
    assert after["."][:5] == before["."][:5]


def test_an_output_that_is_a_mount_point_and_one_with_a_mount_below(project: Path) -> None:
    with mounted(project / "src"):
        (project / "src" / "volume").mkdir()
        with mounted(project / "src" / "volume") as volume:
            (volume / "data.txt").write_text("precious", "utf-8")
            before = states(volume)
            for cwd in (project, project / "src"):
                assert oasmith("generate", project / "api.yaml", "-o", project / "src", cwd=cwd).code == 0
            assert states(volume) == before
            assert (project / "src" / "volume").is_mount()


def test_a_symbolic_link_below_the_output_is_refused_by_name(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (project / "src" / "tiny_client").symlink_to(outside)
    before = states(project)
    ran = oasmith("generate", "api.yaml", "-o", "src", cwd=project)
    assert ran.code == 2
    assert f"src/tiny_client: is a symbolic link to {outside}" in ran.err
    assert states(project) == before
    assert not list(outside.iterdir())
    for command in ("generate", "check"):
        ran = oasmith(command, "api.yaml", "-o", "src", "--json", cwd=project)
        assert ran.code == 2
        assert {problem["file"] for problem in json.loads(ran.out)["problems"]} == {"src/tiny_client"}


@pytest.mark.parametrize("command", ["generate", "check"])
def test_the_next_run_recovers_even_if_its_description_is_bad(project: Path, command: str) -> None:
    assert oasmith("generate", "api.yaml", "-o", "src", cwd=project).code == 0
    before = contents(project / "src")
    with running_driver() as driver:
        files = {"tiny_client/__init__.py": "new", "tiny_client/added.py": "new"}
        assert driver.run(project / "src", files, 3, "os.rename", kill=True)["outcome"] == "killed"
    assert contents(project / "src") != before
    (project / "api.yaml").write_text("openapi: [", "utf-8")
    assert oasmith(command, "api.yaml", "-o", "src", cwd=project).code == 2
    assert contents(project / "src") == before


@pytest.mark.parametrize("command", ["generate", "check"])
def test_a_journal_that_leads_outside_is_refused(project: Path, command: str) -> None:
    journal = {
        "version": 1, "token": "0" * 16, "created": [], "emptied": [],
        "changes": [{"path": "../api.yaml", "action": "remove", "sha256": ""}],
    }  # fmt: skip
    (project / "src" / ".oasmith-committed.json").write_text(json.dumps(journal), "utf-8")
    before = states(project)
    ran = oasmith(command, "api.yaml", "-o", "src", cwd=project)
    assert ran.code == 2
    assert "src/.oasmith-committed.json: is not a journal of oasmith" in ran.err
    assert states(project) == before
