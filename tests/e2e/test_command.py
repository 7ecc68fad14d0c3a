"""``oasmith generate`` and ``oasmith check`` as a person runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.command import Ran, oasmith, snapshot
from support.paths import GENERATED, ROOT, SPEC

SMALL: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "Small", "version": "1"},
    "paths": {
        "/things/{id}": {
            "get": {
                "operationId": "getThing",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "responses": {
                    "200": {
                        "description": "It.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    }
                },
            }
        }
    },
    "components": {"schemas": {"Thing": {"type": "object", "properties": {"id": {"type": "integer"}}}}},
}


def write_small(folder: Path, **changes: Any) -> Path:
    path = folder / "small.yaml"
    path.write_text(yaml.safe_dump({**SMALL, **changes}, sort_keys=False), "utf-8")
    return path


def test_the_repository_s_own_client_is_what_is_generated_today(tmp_path: Path) -> None:
    assert oasmith("check", cwd=ROOT).code == 0
    assert oasmith("generate", "-o", tmp_path / "tree", cwd=ROOT).code == 0
    generated = {path: data for path, (data, _) in snapshot(tmp_path / "tree").items()}
    published = {path: data for path, (data, _) in snapshot(GENERATED).items() if "__pycache__" not in path}
    assert generated == published


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    first = oasmith("generate", "-o", tmp_path / "tree", "--json", cwd=ROOT)
    before = snapshot(tmp_path / "tree")
    inodes = {path: path.stat().st_ino for path in (tmp_path / "tree").rglob("*")}
    second = oasmith("generate", "-o", tmp_path / "tree", "--json", cwd=ROOT)
    assert snapshot(tmp_path / "tree") == before
    assert {path: path.stat().st_ino for path in (tmp_path / "tree").rglob("*")} == inodes
    (one,), (two,) = json.loads(first.out), json.loads(second.out)
    assert (len(one["written"]), one["unchanged"]) == (len(before) - 1, [])
    assert (two["written"], two["removed"], two["unchanged"]) == ([], [], one["written"])
    assert set(one["seconds"]) == STAGES


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        oasmith("generate", SPEC, "-o", tmp_path / seed, PYTHONHASHSEED=seed)
    one, two = ({path: data for path, (data, _) in snapshot(tmp_path / seed).items()} for seed in ("1", "2"))
    assert one == two != {}


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (
            lambda path: path.write_text(path.read_text("utf-8").replace("Thing", "Thong", 1), "utf-8"),
            "changed",
        ),
        (lambda path: path.unlink(), "missing"),
    ],
)
def test_check_names_the_file_that_is_not_what_it_should_be(
    tmp_path: Path, spoil: Callable[[Path], Any], kind: str
) -> None:
    description = write_small(tmp_path)
    tree = tmp_path / "tree"
    assert oasmith("generate", description, "-o", tree).code == 0
    assert oasmith("check", description, "-o", tree).code == 0
    spoil(tree / "small_client" / "models.py")
    ran = oasmith("check", description, "-o", tree)
    assert ran.code == 1
    assert f"small_client/models.py: {kind}" in ran.out
    assert "+class Thing(Model):" in ran.out
    as_json = oasmith("check", description, "-o", tree, "--json")
    assert as_json.code == 1
    assert [drift["path"] for drift in json.loads(as_json.out)[0]["drift"]] == ["small_client/models.py"]


def test_what_a_user_put_beside_the_generated_files_stays_and_what_is_no_longer_generated_goes(
    tmp_path: Path,
) -> None:
    description = write_small(tmp_path)
    tree = tmp_path / "tree"
    oasmith("generate", description, "-o", tree)
    own = tree / "small_client" / "own.py"
    own.write_text("mine = True\n", "utf-8")
    write_small(tmp_path, components={"schemas": {"Thing": {"type": "object"}, "Other": {"type": "object"}}})
    oasmith("generate", description, "-o", tree)
    assert (tree / "docs" / "schemas" / "other.html").exists()
    write_small(tmp_path)
    ran = oasmith("generate", description, "-o", tree, "--json")
    assert json.loads(ran.out)[0]["removed"] == [
        "docs/markdown/schemas/other.md", "docs/schemas/other.html",
    ]  # fmt: skip
    assert not (tree / "docs" / "schemas" / "other.html").exists()
    assert own.read_text("utf-8") == "mine = True\n"
    assert oasmith("check", description, "-o", tree).code == 0


def test_a_file_that_was_not_generated_is_never_overwritten(tmp_path: Path) -> None:
    description = write_small(tmp_path)
    own = tmp_path / "tree" / "docs" / "index.html"
    own.parent.mkdir(parents=True)
    own.write_text("mine", "utf-8")
    ran = oasmith("generate", description, "-o", tmp_path / "tree")
    assert ran.code == 2
    assert f"{own}: is in the way and was not generated" in ran.err
    assert snapshot(tmp_path / "tree").keys() == {"docs/index.html"}


STAGES = {"reading", "validating", "interpreting", "emitting", "formatting", "publishing"}


def dangling() -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Nothing"}}}
    return {"paths": {"/x": {"get": {"responses": {"200": {"description": "x", "content": content}}}}}}


BAD_INPUT: dict[str, tuple[str | bytes, list[str]]] = {
    "no YAML": ("a: [1", ["bad.yaml:", "is not YAML"]),
    "no UTF-8": (b"\xff\xfe\x00", ["bad.yaml", "not UTF-8"]),
    "empty": ("", ["bad.yaml", "is empty"]),
    "a list": ("- 1", ["bad.yaml:1", "holds a list"]),
    "no OpenAPI": ("info: {}", ["bad.yaml:1", "has no `openapi` field"]),
    "Swagger": ('swagger: "2.0"', ["bad.yaml:1", "/swagger", "swagger2openapi"]),
    "another version": ('openapi: "4.0.0"', ["bad.yaml:1", "/openapi", "3.1.x"]),
    "a number for a version": (
        "openapi: 4.1",
        ["bad.yaml:1", "Use version 3.0.x, 3.1.x or 3.2.x, such as 3.1.1"],
    ),
    "a duplicate key": ("openapi: 3.1.1\ninfo: 1\ninfo: 2\n", ["bad.yaml:3", "duplicate key 'info'"]),
    "a value of the wrong type": (
        yaml.safe_dump({**SMALL, "servers": 1}, sort_keys=False),
        ["bad.yaml:", "/servers", "is not an array"],
    ),
    "a dangling reference": (
        yaml.safe_dump({**SMALL, **dangling()}),
        ["bad.yaml:", "/paths/~1x/get/responses/200", "leads nowhere", "it has Thing"],
    ),
    "an alias bomb": (
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"{new}: &{new} [{','.join(['*' + old] * 10)}]\n"
            for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        ["bad.yaml:", "its aliases add more nodes than the limit"],
    ),
    "a circular alias": ("a: &a [*a]", ["bad.yaml:1", "inside its own anchor"]),
    "endless nesting": ("[" * 100_000, ["bad.yaml", "is nested more deeply than the limit"]),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[bytes, int]]]:
    """A tree that was generated from a sound description."""
    folder = tmp_path_factory.mktemp("published")
    assert oasmith("generate", write_small(folder), "-o", folder / "tree").code == 0
    return folder / "tree", snapshot(folder / "tree")


def assert_one_clear_message(ran: Ran, told: list[str]) -> None:
    assert ran.code == 2
    assert "Traceback" not in ran.err
    lines = [line for line in ran.err.splitlines() if line.split(" ")[0] not in STAGES]
    for part in told:
        assert part in "\n".join(lines)
    assert len(lines) <= 2, lines


@pytest.mark.parametrize("kind", BAD_INPUT)
def test_bad_input_is_told_with_its_place_and_changes_nothing(
    kind: str, tmp_path: Path, published: tuple[Path, dict[str, tuple[bytes, int]]]
) -> None:
    content, told = BAD_INPUT[kind]
    tree, before = published
    description = tmp_path / "bad.yaml"
    description.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert_one_clear_message(oasmith("generate", description, "-o", tree), told)
    assert snapshot(tree) == before


def test_harmless_mistakes_are_repaired_and_reported(tmp_path: Path) -> None:
    mistakes = {"info": {"title": "Small", "version": 1}, "pathz": {}}
    description = write_small(tmp_path, **mistakes)
    ran = oasmith("generate", description, "-o", tmp_path / "tree")
    assert ran.code == 0
    assert "small.yaml:4: /info/version: is 1, not a string" in ran.err
    assert "/pathz: is not a field of this object and is ignored" in ran.err
    as_json = json.loads(oasmith("generate", description, "-o", tmp_path / "tree", "--json").out)
    assert [problem["pointer"] for problem in as_json[0]["problems"]] == ["/pathz", "/info/version"]


def test_a_missing_file_and_an_unwritable_target(
    tmp_path: Path, published: tuple[Path, dict[str, tuple[bytes, int]]]
) -> None:
    tree, before = published
    ran = oasmith("generate", tmp_path / "nowhere.yaml", "-o", tree)
    assert_one_clear_message(ran, ["nowhere.yaml", "there is no such file"])
    assert_one_clear_message(oasmith("generate", tmp_path, "-o", tree), ["is a folder, not a file"])
    assert snapshot(tree) == before
    description = write_small(tmp_path)
    assert_one_clear_message(
        oasmith("generate", description, "-o", description), ["small.yaml", "is a file, not a folder"]
    )
    ran = oasmith("generate", description, "-o", description / "below")
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert "/proc/nowhere" in oasmith("generate", description, "-o", "/proc/nowhere").err


def test_bad_json_is_told_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{\n "openapi": "3.1.1",\n "info": }', "utf-8")
    assert_one_clear_message(oasmith("generate", bad, "-o", tmp_path / "t"), ["bad.json:3", "is not JSON"])
    bad.write_text('{\n "openapi": "3.1.1",\n "openapi": "3.1.1"}', "utf-8")
    assert_one_clear_message(oasmith("generate", bad, "-o", tmp_path / "t"), ["bad.json:3", "duplicate key"])


def test_settings_are_told_where_they_are_wrong(tmp_path: Path) -> None:
    pyproject = tmp_path / "pyproject.toml"
    for text, told in {
        "[tool.oasmith": "is not TOML",
        "[tool.oasmith]\ndescription = 'x'": "lacks 'output'",
        "[tool.oasmith]\ndescription = 'x'\noutput = 'y'\ncolour = 1": "has no setting 'colour'",
        "[tool.oasmith]\ndescription = 'x'\noutput = 'y'\npackage = 'a-b'": "is not a Python identifier",
        "[tool.oasmith]\ndescription = 'x'\noutput = 'y'\nproducts = ['cake']": "Choose from client",
    }.items():
        pyproject.write_text(text, "utf-8")
        assert_one_clear_message(oasmith("generate", cwd=tmp_path), ["pyproject.toml"])
        assert told in oasmith("generate", cwd=tmp_path).err
    pyproject.unlink()
    assert_one_clear_message(oasmith("generate", cwd=tmp_path), ["[tool.oasmith]"])


def test_problems_are_json_where_a_program_reads(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("openapi: 3.1.1\ninfo: {title: x, version: '1'}\npaths: 1\n", "utf-8")
    ran = oasmith("generate", bad, "-o", tmp_path / "t", "--json")
    assert ran.code == 2
    problems = json.loads(ran.out)["problems"]
    assert all(set(problem) == {"message", "remedy", "file", "line", "pointer"} for problem in problems)
    assert not (tmp_path / "t").exists()


def test_a_line_number_is_never_an_emoji(tmp_path: Path) -> None:
    text = json.dumps({**SMALL, "tags": [{"name": "a"}, {"name": "a"}]})
    path = tmp_path / "long.json"
    path.write_text("\n" * 99 + text, "utf-8")
    ran = oasmith("generate", path, "-o", tmp_path / "tree")
    assert ran.code == 0, ran.err
    assert f"{path}:100: /tags/1: duplicate tag 'a'" in ran.err
