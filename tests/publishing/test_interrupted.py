"""Publishing that is killed or fails at any step leaves the old tree or the new one, and nothing else."""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from oasmith.publishing.tree import compare, publish, recover
from support.publishing import Driver, contents, files_of, running_driver, settled, states

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

OLD = {
    "a/changed.txt": "old", "a/same.txt": "same", "b/dropped.txt": "dropped", "b/deep/er/dropped.txt": "too",
    "top.txt": "old", "script.sh": "old",
}  # fmt: skip
NEW = {
    "a/changed.txt": "new", "a/same.txt": "same", "a/added.txt": "added", "c/d/added.txt": "added",
    "top.txt": "new", "script.sh": "new",
}  # fmt: skip
MINE = {"a/mine.txt": "mine", "mine/file.txt": "mine"}


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    with running_driver() as driver:
        yield driver


def old_tree(folder: Path) -> Path:
    """A published tree with files of a user beside the generated ones."""
    target = folder / "tree"
    publish(target, files_of(OLD))
    (target / "mine").mkdir(mode=0o700)
    for path, text in MINE.items():
        (target / path).write_text(text, "utf-8")
    (target / "mine" / "empty").mkdir()
    (target / "mine" / "link").symlink_to("/nowhere")
    (target / "script.sh").chmod(0o750)
    for folder in (target / "mine", target / "mine" / "empty"):
        os.utime(folder, (1, 1))
    return target


def assert_is_one_of_both(
    target: Path, before: dict[str, tuple[object, ...]], may_keep_folder: bool = False
) -> str:
    there = settled(target)
    assert there in ({**OLD, **MINE}, {**NEW, **MINE})
    which = "old" if there == {**OLD, **MINE} else "new"
    after = states(target)
    for path in ("mine", "mine/file.txt", "mine/empty", "mine/link", "a/mine.txt", "a/same.txt"):
        assert after[path] == before[path]
    assert after["."][4] == before["."][4]
    assert after["script.sh"][1] == before["script.sh"][1]
    assert ("b" in after, "c" in after) in ((which == "old", which == "new"), (may_keep_folder, True))
    assert not compare(target, files_of(OLD if which == "old" else NEW))
    return which


def test_a_run_that_is_killed_at_any_step(tmp_path: Path, driver: Driver) -> None:
    seen = []
    for step in itertools.count(1):
        target = old_tree(tmp_path / str(step))
        before = states(target)
        ended = driver.run(target, NEW, step, kill=True)
        seen.append(assert_is_one_of_both(target, before))
        if ended["outcome"] == "done":
            break
    assert {"old", "new"} == set(seen)
    assert seen == sorted(seen, reverse=True)
    assert len(seen) > 50


def test_a_first_run_that_is_killed_at_any_step(tmp_path: Path, driver: Driver) -> None:
    seen = []
    for step in itertools.count(1):
        home = tmp_path / str(step)
        home.mkdir()
        target = home / "very" / "deep" / "tree"
        ended = driver.run(target, NEW, step, below=str(home), kill=True)
        recover(target) if step % 2 else compare(target, [])
        seen.append(target.exists())
        if target.exists():
            assert settled(target) == NEW
            assert not compare(target, files_of(NEW))
        else:
            assert not list(home.iterdir())
        publish(target, files_of(NEW))
        assert settled(target) == NEW
        if ended["outcome"] == "done":
            break
    assert seen == sorted(seen)
    assert not seen[0]


def test_a_first_run_that_is_killed_in_a_folder_of_a_user(tmp_path: Path, driver: Driver) -> None:
    for step in itertools.count(1):
        target = tmp_path / str(step)
        target.mkdir()
        before = states(target)
        ended = driver.run(target, NEW, step, kill=True)
        assert settled(target) in ({}, NEW)
        assert states(target)["."][4] == before["."][4]
        if ended["outcome"] == "done":
            break


def test_a_first_run_that_fails_at_any_step(tmp_path: Path, driver: Driver) -> None:
    for step in itertools.count(1):
        home = tmp_path / str(step)
        home.mkdir()
        target = home / "deep" / "tree"
        ended = driver.run(target, NEW, step, below=str(home), errno=errno.EIO)
        if ended["outcome"] == "done":
            break
        recover(target)
        assert not list(home.iterdir()) or settled(target) == NEW


def test_what_a_user_saves_after_a_first_run_is_killed_stays(tmp_path: Path, driver: Driver) -> None:
    for step in (2, 4, 8, 16):
        home = tmp_path / str(step)
        target = home / "deep" / "tree"
        assert driver.run(target, NEW, step, kill=True)["outcome"] == "killed"
        (target / "mine").mkdir(parents=True)
        recover(target)
        assert [path.name for path in target.iterdir()] == ["mine"]
        (target / "mine").rmdir()
        recover(target)
        assert target.is_dir()


def test_a_first_run_that_is_killed_where_nothing_can_be_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, target = tmp_path / "cache", tmp_path / "tree"
    cache.write_text("a file", "utf-8")
    monkeypatch.setenv("OASMITH_CACHE_DIR", str(cache))
    with running_driver() as driver:
        for step in itertools.count(1):
            ended = driver.run(target, NEW, step, kill=True)
            if target.exists():
                assert settled(target) in ({}, NEW)
            if ended["outcome"] == "done":
                break


@pytest.mark.parametrize("first", [5, 12, 25, 40, 48, 54])
def test_a_recovery_that_is_killed_at_any_step(tmp_path: Path, driver: Driver, first: int) -> None:
    for step in itertools.count(1):
        target = old_tree(tmp_path / str(step))
        before = states(target)
        assert driver.run(target, NEW, first, kill=True)["outcome"] == "killed"
        ended = driver.run(target, None, step, kill=True)
        assert_is_one_of_both(target, before)
        if ended["outcome"] == "done":
            break


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EXDEV, errno.ENAMETOOLONG])
def test_a_run_that_fails_at_any_step(tmp_path: Path, driver: Driver, number: int) -> None:
    outcomes = set()
    for step in itertools.count(1):
        target = old_tree(tmp_path / str(step))
        before = states(target)
        ended = driver.run(target, NEW, step, errno=number)
        outcomes.add(ended["outcome"])
        if ended["outcome"] == "refused":
            assert os.strerror(number) in ended["message"]
            assert "\n    " in ended["message"]
            if "run oasmith again" not in ended["message"]:
                left = {path: text for path, text in contents(target).items() if path != ".oasmith.json"}
                assert left == {**OLD, **MINE}
        # A folder that cannot be removed stays, empty.
        assert_is_one_of_both(target, before, may_keep_folder=True)
        if step > ended["steps"]:
            break
    assert outcomes == {"refused", "done"}


@pytest.mark.parametrize("path", ["a/added.txt", "c/d/added.txt"])
def test_a_file_that_is_saved_while_publishing_where_one_is_to_be_generated(
    tmp_path: Path, driver: Driver, path: str
) -> None:
    for step in itertools.count(1):
        target = old_tree(tmp_path / str(step))
        ended = driver.run(target, NEW, step, save=str(target / path), text="saved by an editor")
        if step > ended["steps"]:
            break
        there = settled(target)
        # Saved once oasmith's own file was there, the editor has changed a generated file.
        assert there[path] == "saved by an editor"
        if ended["outcome"] == "refused":
            assert f"{target / path}: is in the way and was not generated" in ended["message"]
            assert {**there, path: ""} == {**OLD, **MINE, path: ""}


@pytest.mark.parametrize("path", ["a/changed.txt", "b/dropped.txt"])
@pytest.mark.parametrize("event", ["os.mkdir", "os.link", "os.rename"])
def test_a_generated_file_that_is_saved_while_publishing(
    tmp_path: Path, driver: Driver, path: str, event: str
) -> None:
    for step in itertools.count(1):
        target = old_tree(tmp_path / str(step))
        ended = driver.run(target, NEW, step, event, save=str(target / path), text="saved by an editor")
        if step > ended["steps"]:
            break
        there = settled(target)
        if ended["outcome"] == "refused":
            assert f"{target / path}: was changed by another program" in ended["message"]
            assert there == {**OLD, **MINE, path: "saved by an editor"}
        else:
            assert there in ({**NEW, **MINE}, {**NEW, **MINE, path: "saved by an editor"})


def test_what_is_saved_after_a_kill_survives_the_recovery(tmp_path: Path, driver: Driver) -> None:
    """Files that a user saves into an interrupted tree, at every path, are there after it is undone."""
    for step in itertools.count(1):
        target = old_tree(tmp_path / str(step))
        ended = driver.run(target, NEW, step, kill=True)
        if ended["outcome"] == "done":
            break
        places = ["a/changed.txt", "a/added.txt", "c/d/added.txt", "b/dropped.txt", "b/other.txt"]
        for path in places:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_text("saved", "utf-8")
        recover(target)
        assert {settled(target)[path] for path in places} == {"saved"}
