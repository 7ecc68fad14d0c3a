"""What the system refuses is a problem with file and remedy; the tree stays as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from oasmith.errors import OasmithError, Problem
from oasmith.publishing.tree import compare, publish
from support.publishing import Driver, contents, files_of, mounted, running_driver, states

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

OLD = {"a/one.txt": "old", "b/two.txt": "old", "c/dropped.txt": "old"}
NEW = {"a/one.txt": "new", "b/two.txt": "new", "d/e/added.txt": "new"}
NOBODY = 65534


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    with running_driver() as driver:
        yield driver


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def refused(target: Path, files: dict[str, str]) -> Problem:
    """The problem of a target that cannot be published to, in which nothing changes."""
    before = untimed(target)
    with pytest.raises(OasmithError) as caught:
        publish(target, files_of(files))
    assert untimed(target) == before
    (problem,) = caught.value.problems
    assert problem.remedy
    return problem


def untimed(folder: Path) -> dict[str, tuple[object, ...]]:
    """The state of everything but the times of folders, in which files were staged."""
    return {path: state[:5] for path, state in states(folder).items()} if folder.exists() else {}


@pytest.mark.parametrize("place", [".", "a", "b", "d", "c"])
def test_a_folder_that_is_read_only(open_folder: Path, driver: Driver, place: str) -> None:
    target = open_folder / "tree"
    publish(target, files_of(OLD))
    (target / "d").mkdir()
    other: dict[str, Any] = {"uid": NOBODY} if os.geteuid() == 0 else {}
    for path in [target, *target.rglob("*")]:
        os.chown(path, NOBODY, NOBODY) if other else None
    (target / place).chmod(0o555)
    before = untimed(target)
    ended = driver.run(target, NEW, **other)
    assert ended["outcome"] == "refused"
    assert "cannot be written (Permission denied)" in ended["message"]
    assert "Make it and the folder it is in writable" in ended["message"]
    assert str(target / place) in ended["message"]
    assert untimed(target) == before
    (target / place).chmod(0o755)


def test_a_folder_in_which_no_folder_can_be_made(open_folder: Path, driver: Driver) -> None:
    open_folder.chmod(0o555)
    other: dict[str, Any] = {"uid": NOBODY} if os.geteuid() == 0 else {}
    ended = driver.run(open_folder / "deep" / "tree", NEW, **other)
    assert ended["outcome"] == "refused"
    assert "cannot be written (Permission denied)" in ended["message"]
    assert not list(open_folder.iterdir())
    open_folder.chmod(0o755)


@pytest.mark.parametrize("size", [100, 1000, 5000, 100_000])
def test_a_file_that_is_bigger_than_the_system_allows(tmp_path: Path, driver: Driver, size: int) -> None:
    target = tmp_path / "tree"
    publish(target, files_of(OLD))
    before = untimed(target)
    ended = driver.run(target, {**NEW, "big.txt": "x" * 200_000}, limit=size)
    assert ended["outcome"] == "refused"
    assert "cannot be written (File too large)" in ended["message"]
    assert "Free space or raise the limit" in ended["message"]
    assert untimed(target) == before


@pytest.mark.parametrize("kibibytes", [64, 128, 160])
def test_a_disk_that_is_full(tmp_path: Path, kibibytes: int) -> None:
    tmp_path.joinpath("disk").mkdir()
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs") as disk:
        publish(disk / "tree", files_of(OLD))
        problem = refused(disk / "tree", {**NEW, **{f"many/{n}.txt": "x" * 4000 for n in range(50)}})
        assert "No space left on device" in problem.message
        assert "Free space" in problem.remedy
        publish(disk / "tree", files_of({**OLD, "a/one.txt": "newer"}))
        assert contents(disk / "tree")["a/one.txt"] == "newer"
        new = refused(disk / "fresh", {f"many/{n}.txt": "x" * 4000 for n in range(50)})
        assert "No space left on device" in new.message
        assert not (disk / "fresh").exists()


def test_a_disk_without_room_for_more_names(tmp_path: Path) -> None:
    tmp_path.joinpath("disk").mkdir()
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "nr_inodes=16", "tmpfs") as disk:
        publish(disk / "tree", files_of(OLD))
        problem = refused(disk / "tree", {**NEW, **{f"many/{n}.txt": "" for n in range(20)}})
        assert "No space left on device" in problem.message


def test_a_disk_that_is_read_only(tmp_path: Path) -> None:
    tmp_path.joinpath("disk").mkdir()
    with mounted(tmp_path / "disk") as disk:
        publish(disk / "tree", files_of(OLD))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        problem = refused(disk / "tree", NEW)
        assert "Read-only file system" in problem.message
        assert not compare(disk / "tree", files_of(OLD))
        assert not publish(disk / "tree", files_of(OLD)).written


@pytest.mark.parametrize(
    ("name", "outcome"), [("n" * 255, "published"), ("n" * 256, "refused"), ("é" * 128, "refused")]
)
def test_names_that_are_too_long(tmp_path: Path, name: str, outcome: str) -> None:
    target = tmp_path / "tree"
    publish(target, files_of(OLD))
    for path in (f"a/{name}", f"{name}/file.txt"):
        if outcome == "published":
            publish(target, files_of({**NEW, path: "new"}))
            assert contents(target)[path] == "new"
        else:
            problem = refused(target, {**NEW, path: "new"})
            assert "File name too long" in problem.message
            assert "shorter" in problem.remedy
            assert name in problem.file


def test_an_output_whose_path_is_too_long(tmp_path: Path) -> None:
    for use in (publish, compare):
        with pytest.raises(OasmithError, match="File name too long"):
            use(tmp_path.joinpath(*["n" * 200] * 25), files_of(NEW))
    assert not list(tmp_path.iterdir())


def test_outputs_that_are_not_folders(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "device").symlink_to(os.devnull)
    before = states(tmp_path)
    for use, paths in (
        (publish, ("file", "loop", "device", "file/deep", "file/deep/er", "loop/deep")),
        (compare, ("file", "device")),
    ):
        for path in paths:
            with pytest.raises(OasmithError) as caught:
                use(tmp_path / path, files_of(NEW))
            assert caught.value.problems[0].file
            assert caught.value.problems[0].remedy
    assert states(tmp_path) == before


def test_a_working_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = (
        "import os, sys; from pathlib import Path; from oasmith.publishing.tree import publish;"
        "from oasmith.errors import OasmithError; os.chdir(sys.argv[1]); os.rmdir(sys.argv[1])\n"
        "try: publish(Path('.'), [])\nexcept OasmithError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(gone)], capture_output=True, text=True, check=True
    )
    assert "No such file or directory" in done.stdout


def test_a_generated_file_on_which_another_is_mounted(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    publish(target, files_of(OLD))
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with mounted(target / "b" / "two.txt", "--bind", str(tmp_path / "mine.txt")):
        problem = refused(target, NEW)
        assert problem.file == str(target / "b" / "two.txt")
        assert "Unmount it" in problem.remedy
        assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"


def test_an_output_that_is_a_mount_point_and_holds_others(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    with mounted(tree):
        for folder in ("a", "mine", "empty"):
            (tree / folder).mkdir()
        with mounted(tree / "a"), mounted(tree / "mine"), mounted(tree / "empty"):
            for folder in ("a", "mine"):
                (tree / folder / "precious.txt").write_text("precious", "utf-8")
            before = states(tree)
            publish(tree, files_of({**OLD, "empty/dropped.txt": ""}))
            publish(tree, files_of(NEW))
            publish(tree, files_of({"b/two.txt": "newest"}))
            after = states(tree)
            assert after["."][4] == before["."][4]
            for path in ("mine", "mine/precious.txt", "a/precious.txt"):
                assert after[path] == before[path]
            assert (tree / "empty").is_mount()
            assert {path for path, text in contents(tree).items() if text != "precious"} == {
                ".oasmith.json", "b/two.txt"
            }  # fmt: skip
