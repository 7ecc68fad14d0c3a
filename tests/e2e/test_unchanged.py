"""Results of earlier runs are used where nothing has changed that they depend on, and never otherwise."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oasmith import configured_targets, generate
from oasmith.errors import OasmithError
from oasmith.pipeline import build_files
from oasmith.results import Published
from oasmith.settings import Target
from support.command import Ran, oasmith, snapshot

PET: dict[str, Any] = {"type": "object", "properties": {"name": {"type": "string"}}}
DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://shop.example"}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {"application/json": {"schema": {"$ref": "pet.yaml"}}},
                    }
                },
            }
        }
    },
}
SETTINGS = '[tool.oasmith]\ndescription = "api.yaml"\noutput = "out"\nproducts = ["client"]\n'


class Project:
    """A folder with a description in two files, settings, and a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("api.yaml", yaml.safe_dump(DESCRIPTION, sort_keys=False))
        self.write("pet.yaml", yaml.safe_dump(PET, sort_keys=False))
        self.write("pyproject.toml", SETTINGS)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def run(self, **changes: Any) -> Published:
        (target,) = configured_targets(self.folder)
        (published,) = generate(replace(target, **changes))
        return published

    def command(self, *arguments: str) -> Ran:
        return oasmith("generate", *arguments, cwd=self.folder)

    def files(self) -> dict[str, bytes]:
        return {path: data for path, (data, _) in snapshot(self.folder / "out").items()}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("OASMITH_CACHE_DIR", str(tmp_path / "cache"))
    made = Project(tmp_path)
    assert not made.run().reused
    return made


def is_reused(published: Published) -> bool:
    return any(text.startswith("everything") for text in published.reused)


def test_nothing_is_done_where_nothing_has_changed(project: Project) -> None:
    before = snapshot(project.folder / "out")
    published = project.run()
    assert is_reused(published)
    assert not published.changes.written + published.changes.removed
    assert {*published.changes.unchanged, ".oasmith.json"} == before.keys()
    assert snapshot(project.folder / "out") == before


def test_the_command_says_what_was_reused(project: Project) -> None:
    project.command()
    again, anew = project.command(), project.command("--no-cache")
    assert "reused: everything, since nothing has changed" in again.out
    assert "reused" not in anew.out
    first, second = (json.loads(project.command("--json", *more).out)[0] for more in (["--no-cache"], []))
    assert second["reused"]
    assert not first["reused"]
    same = ("written", "removed", "unchanged", "problems")
    assert [second[key] for key in same] == [first[key] for key in same]


@pytest.mark.parametrize("arguments", [[], ["api.yaml", "-o", "out"], ["api.yaml", "--output", "out"]])
def test_an_unchanged_run_imports_no_command_line(project: Project, arguments: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "oasmith", "generate", *arguments]
    runs = [
        subprocess.run(command, cwd=project.folder, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert "reused: everything" in runs[-1].stdout
    for name in ("typer", "pydantic", "yaml", "jinja2"):
        assert not re.search(rf"\| +{name}$", runs[-1].stderr, re.MULTILINE)
    again = oasmith("generate", *arguments, "--timings", cwd=project.folder)
    assert again.out.startswith(runs[-1].stdout.partition("(")[0])


def test_an_edit_imports_neither_command_line_nor_generator_of_models(project: Project) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "oasmith", "generate"]
    properties = {**PET["properties"], "nickname": {"type": "string"}}
    project.write("pet.yaml", yaml.safe_dump({**PET, "properties": properties}))
    done = subprocess.run(command, cwd=project.folder, capture_output=True, text=True, check=True)
    assert "2 changes: 2 compatible" in done.stdout
    for name in ("typer", "rich", "black", "datamodel_code_generator", "openapi_spec_validator"):
        assert not re.search(rf"\| +{name}$", done.stderr, re.MULTILINE), name
    assert "nickname: str" in (project.folder / "out/shop_client/models.py").read_text("utf-8")


def test_plain_models_need_no_generator_of_models(tmp_path: Path) -> None:
    Project(tmp_path)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "oasmith", "generate"],
        cwd=tmp_path, env=os.environ | {"OASMITH_CACHE_DIR": str(tmp_path / "cache")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not re.search(r"\| +datamodel_code_generator", done.stderr)
    assert "name: str | None = None" in (tmp_path / "out/shop_client/models.py").read_text("utf-8")


def test_problems_are_reported_again(project: Project) -> None:
    broken = copy.deepcopy(DESCRIPTION)
    broken["info"]["version"] = 1
    project.write("api.yaml", yaml.safe_dump(broken))
    first, second = project.run(), project.run()
    assert is_reused(second)
    assert second.problems == first.problems != ()


def spoil_cache(project: Project) -> None:
    for path in (project.folder / "cache/results").iterdir():
        path.write_text("{}")


def remove_cache(project: Project) -> None:
    shutil.rmtree(project.folder / "cache")


CHANGES: dict[str, Callable[[Project], None]] = {
    "the description": lambda it: it.write("api.yaml", (it.folder / "api.yaml").read_text() + "\n# end\n"),
    "a file that it refers to": lambda it: it.write("pet.yaml", yaml.safe_dump({**PET, "title": "Dog"})),
    "a setting": lambda it: it.write("pyproject.toml", f'{SETTINGS}client-name = "Other"\n'),
    "a generated file": lambda it: it.write("out/shop_client/models.py", "edited = True\n"),
    "a generated file that is missing": lambda it: Path.unlink(it.folder / "out/shop_client/models.py"),
    "the manifest": lambda it: Path.unlink(it.folder / "out/.oasmith.json"),
    "a cache entry": spoil_cache,
    "the whole cache": remove_cache,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_noticed(project: Project, change: Callable[[Project], None]) -> None:
    change(project)
    try:
        assert not is_reused(project.run())
    except OasmithError:  # files that were not generated, without a manifest
        return
    with_cache = project.files()
    project.run(cache=False)
    assert project.files() == with_cache


def test_a_new_template_is_noticed(project: Project) -> None:
    project.write("pyproject.toml", f'{SETTINGS}templates = "mine"\n')
    project.write("mine/client/other.txt", "text")
    assert not is_reused(project.run())
    assert is_reused(project.run())
    project.write("mine/client/client.py.jinja", '"""Mine."""\n')
    assert project.command().code == 0
    assert (project.folder / "out/shop_client/client.py").read_text("utf-8").endswith('"""Mine."""\n')


def test_code_of_the_user_always_runs(project: Project) -> None:
    project.write("pyproject.toml", SETTINGS.replace('["client"]', '["mine"]'))
    other = project.folder / "other.txt"
    project.write(
        "mine/__init__.py",
        "from pathlib import Path\n"
        "from oasmith.products.file import File\n"
        "from oasmith.products.product import Output\n"
        "def generate(build):\n"
        f'    return Output([File("count.txt", Path({str(other)!r}).read_text())], [])\n',
    )
    for text in ("one", "two"):
        other.write_text(text)
        project.run()
        assert (project.folder / "out/count.txt").read_text("utf-8") == text


def test_a_lenient_run_sees_a_file_that_was_missing(project: Project) -> None:
    (project.folder / "pet.yaml").unlink()
    missing = project.run(lenient=True)
    project.write("pet.yaml", yaml.safe_dump(PET))
    assert missing.problems
    assert not project.run(lenient=True).problems


def test_a_cache_that_cannot_be_used_changes_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("file", "not a folder")
    monkeypatch.setenv("OASMITH_CACHE_DIR", str(project.folder / "file"))
    before = project.files()
    for _ in range(2):
        assert not project.run().reused
    assert project.files() == before


def test_the_cache_is_bounded(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OASMITH_CACHE_MEGABYTES", "1")
    results = project.folder / "cache" / "results"
    old, new = results / ("0" * 64), results / ("1" * 64)
    for path, time in ((old, 1), (new, 2)):
        path.write_bytes(b"x" * 700_000)
        os.utime(path, (time, time))
    project.write("api.yaml", yaml.safe_dump(DESCRIPTION) + "\n# end\n")
    project.run()
    assert not old.exists()
    assert new.exists()
    assert is_reused(project.run())


def test_runs_at_the_same_time_share_a_cache(project: Project) -> None:
    script = [sys.executable, "-m", "oasmith", "generate", "api.yaml", "-o"]
    environment = os.environ | {"OASMITH_CACHE_DIR": str(project.folder / "shared")}
    outputs = [project.folder / f"other{number}" for number in range(3)]
    running = [
        subprocess.Popen([*script, str(output)], cwd=project.folder, env=environment) for output in outputs
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    first, *others = ({path: data for path, (data, _) in snapshot(output).items()} for output in outputs)
    assert others == [first, first]


PLAIN: list[Any] = [{"type": "string"}, {"type": "integer", "default": 3}, {"enum": ["a", "b"]}]
REFERENCE = {"$ref": "#/components/schemas/A0"}
SCHEMAS = st.recursive(
    st.sampled_from([*PLAIN, REFERENCE]),
    lambda inner: (
        st.builds(lambda of: {"type": "array", "items": of}, inner)
        | st.builds(
            lambda of: {"type": "object", "properties": of}, st.dictionaries(st.sampled_from("abc"), inner)
        )
    ),
    max_leaves=4,
)


def described(schemas: list[Any]) -> dict[str, Any]:
    document = copy.deepcopy(DESCRIPTION)
    content = document["paths"]["/pets"]["get"]["responses"]["200"]["content"]["application/json"]
    content["schema"] = REFERENCE
    objects = ({"type": "object", "properties": {"it": schema}} for schema in schemas)
    document["components"] = {"schemas": {f"A{number}": schema for number, schema in enumerate(objects)}}
    return document


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(SCHEMAS, min_size=1, max_size=4), min_size=2, max_size=3))
def test_edit_by_edit_the_files_are_those_of_a_run_without_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edits: list[list[Any]]
) -> None:
    monkeypatch.setenv("OASMITH_CACHE_DIR", str(tmp_path / "cache"))
    path = tmp_path / "api.json"
    target = Target(path, tmp_path / "out", products=("client",))
    for schemas in edits:
        path.write_text(json.dumps(described(schemas)), "utf-8")
        try:
            cold = build_files(replace(target, cache=False), lambda *_: None)
        except OasmithError:
            continue
        assert build_files(target, lambda *_: None).files == cold.files
        warm = build_files(target, lambda *_: None)
        assert warm.files == cold.files
        assert warm.reused
