"""The recipes of the guide to builds, the GitHub action and the hooks for pre-commit do what they say."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from builds.conftest import DESCRIPTION, Tools, uv
from builds.test_backends import PROJECT
from support.paths import ROOT

pytestmark = pytest.mark.builds

GUIDE = (ROOT / "generator" / "BUILDING.md").read_text("utf-8")


def block(heading: str, language: str, index: int = 0) -> str:
    section = GUIDE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return found[index]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    (folder / "openapi.yaml").write_text(DESCRIPTION, "utf-8")
    (folder / "pyproject.toml").write_text(PROJECT, "utf-8")
    tools.run("oasmith", "generate", "-q", cwd=folder)
    return folder


@pytest.fixture
def project(generated: Path, tmp_path: Path) -> Path:
    """A project of somebody else, with a generated client."""
    return shutil.copytree(generated, tmp_path / "project")


def change(project: Path) -> None:
    path = project / "openapi.yaml"
    path.write_text(path.read_text("utf-8").replace("getThing", "findThing"), "utf-8")


def is_new(project: Path) -> bool:
    return "def find_thing(" in (project / "src" / "shop_client" / "client.py").read_text("utf-8")


def test_pre_commit_fails_on_drift(tools: Tools, project: Path) -> None:
    tools.run(uv(), "pip", "install", "-q", "--python", tools.environment, "pre-commit", cwd=project)
    hooks: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (listed,) = yaml.safe_load(block("pre-commit", "yaml"))["repos"]
    assert {hook["id"] for hook in listed["hooks"]} <= {hook["id"] for hook in hooks}
    # ``language: python`` would install the repository; the wheel of it is installed already.
    local = [{**hook, "language": "system"} for hook in hooks]
    config = {"repos": [{"repo": "local", "hooks": local}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")

    def run(hook: str) -> subprocess.CompletedProcess[str]:
        cache = {"PRE_COMMIT_HOME": str(project.parent / "pre-commit")}
        return tools.run("pre-commit", "run", hook, "--all-files", cwd=project, check=False, more=cache)

    for command in (["init", "-q"], ["add", "."]):
        tools.run("git", *command, cwd=project)
    assert run("oasmith-check").returncode == 0
    change(project)
    failed = run("oasmith-check")
    assert (failed.returncode, "shop_client/client.py: changed" in failed.stdout) == (1, True), failed
    assert run("oasmith-generate").returncode == 1
    assert is_new(project)
    for hook in ("oasmith-check", "oasmith-generate"):
        tools.run("git", "add", ".", cwd=project)
        assert run(hook).returncode == 0


def run_action(tools: Tools, project: Path, **inputs: str) -> int:
    """Run the steps of the action that are scripts, as GitHub does; returns the exit code."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    given = {name: entry["default"] for name, entry in action["inputs"].items()} | inputs

    def filled(text: str) -> str:
        return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: given[match[1]], text)

    for step in action["runs"]["steps"]:
        if "run" not in step:
            assert step["uses"].startswith("actions/setup-python@")
            continue
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        more = {name: filled(value) for name, value in step.get("env", {}).items()}
        more["GITHUB_ACTION_PATH"] = str(tools.wheel)
        folder = project / filled(step.get("working-directory", "."))
        options = ("--noprofile", "--norc", "-eo", "pipefail", "-c")
        done = tools.run("bash", *options, step["run"], cwd=folder, check=False, more=more)
        if done.returncode:
            return done.returncode
    return 0


@pytest.fixture
def pip(tools: Tools) -> None:
    """pip in the environment, which GitHub and GitLab have."""
    tools.run(uv(), "pip", "install", "-q", "--python", tools.environment, "pip", cwd=tools.environment)


@pytest.mark.usefixtures("pip")
def test_the_github_action(tools: Tools, project: Path) -> None:
    workflow = yaml.safe_load(block("GitHub Actions", "yaml"))
    assert workflow["jobs"]["client"]["steps"][-1]["uses"].startswith("OWNER/oasmith@")
    assert run_action(tools, project) == 0
    change(project)
    assert run_action(tools, project.parent, directory="project") == 1
    assert not is_new(project)
    assert run_action(tools, project, command="generate", arguments="--quiet --strict") == 0
    assert is_new(project)
    assert run_action(tools, project, arguments="; touch injected $(touch injected)") == 2
    assert not (project / "injected").exists()


def script(job: Mapping[str, Any]) -> str:
    return "set -e\n" + "\n".join(job["script"])


@pytest.mark.usefixtures("pip")
def test_the_gitlab_recipe(tools: Tools, project: Path) -> None:
    (job,) = yaml.safe_load(block("GitLab", "yaml")).values()
    assert job["variables"]["OASMITH"].startswith("oasmith @ git+https://")
    more = {"OASMITH": str(tools.wheel)}
    tools.run("sh", "-c", script(job), cwd=project, more=more)
    change(project)
    assert tools.run("sh", "-c", script(job), cwd=project, check=False, more=more).returncode == 1


def test_the_makefile(tools: Tools, project: Path) -> None:
    (project / "Makefile").write_text(block("Makefile", "make"), "utf-8")
    assert "up to date" in tools.run("make", "src/.oasmith.json", cwd=project).stdout
    change(project)
    assert tools.run("make", "check-client", cwd=project, check=False).returncode == 2
    tools.run("make", cwd=project)
    assert is_new(project)
    tools.run("make", "check-client", cwd=project)
    assert "up to date" in tools.run("make", cwd=project).stdout


def test_the_python_api(tools: Tools, project: Path) -> None:
    code = block("Python", "python")
    done = tools.run(tools.environment / "bin" / "python", "-c", code, cwd=project)
    assert done.stdout == "0 files written; 0 differ\n"
    (project / "openapi.yaml").write_text("openapi: 3.1.0\ninfo: [", "utf-8")
    done = tools.run(tools.environment / "bin" / "python", "-c", code, cwd=project)
    assert done.stdout.startswith("openapi.yaml 3  is not YAML")
    (project / "example.py").write_text(code, "utf-8")
    tools.run(tools.environment / "bin" / "python", "-m", "mypy", "--strict", "example.py", cwd=project)


def test_every_function_is_in_the_guide() -> None:
    import oasmith

    functions = {name for name in oasmith.__all__ if name.islower()}
    assert functions == set(re.findall(r"^\| `(\w+)\(", GUIDE, re.MULTILINE))
