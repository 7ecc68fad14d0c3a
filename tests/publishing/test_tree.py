"""A tree is published whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from oasmith.errors import OasmithError
from oasmith.products.file import File
from oasmith.publishing.manifest import read_manifest
from oasmith.publishing.tree import compare, publish, recover
from support.publishing import contents, files_of, states

MANY = 300
CHILD = """
import sys
from pathlib import Path
from oasmith.products.file import File
from oasmith.publishing.tree import publish
print("ready", flush=True)
for text in ("new", "old") * 500:
    publish(Path(sys.argv[1]), [File(f"folder{n % 7}/{n}.txt", text) for n in range(300)])
"""


def files(text: str) -> list[File]:
    return [File(f"folder{number % 7}/{number}.txt", text) for number in range(MANY)]


def texts(target: Path) -> set[str]:
    return {path.read_text("utf-8") for path in target.rglob("*.txt")}


def test_a_run_that_is_killed_leaves_the_old_tree_or_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    publish(target, files("old"))
    for attempt in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, str(target)], stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            try:
                child.wait(0.03 + attempt * 0.017)
            except subprocess.TimeoutExpired:
                child.kill()
        recover(target)
        assert len([path for path in target.rglob("*") if path.is_file()]) == MANY + 1
        assert texts(target) in ({"old"}, {"new"})
        assert not compare(target, files(texts(target).pop()))
    publish(target, files("newest"))
    assert texts(target) == {"newest"}


def test_unchanged_files_keep_their_time_and_the_users_own_stay(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    publish(target, [File("a/one.txt", "1"), File("a/two.txt", "2"), File("b/three.txt", "3")])
    own = target / "a" / "own.txt"
    own.write_text("mine", "utf-8")
    (target / "link").symlink_to("a/own.txt")
    (target / "empty").mkdir()
    before = (target / "a" / "one.txt").stat()
    changes = publish(target, [File("a/one.txt", "1"), File("a/two.txt", "22")])
    assert (changes.written, changes.removed, changes.unchanged) == (
        ("a/two.txt",),
        ("b/three.txt",),
        ("a/one.txt",),
    )
    after = (target / "a" / "one.txt").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert own.read_text("utf-8") == "mine"
    assert (target / "link").is_symlink()
    assert (target / "empty").is_dir()
    assert not (target / "b").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tree"]


def test_a_manifest_can_name_nothing_outside_the_tree(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", "utf-8")
    target = tmp_path / "tree"
    publish(target, [File("one.txt", "1")])
    manifest = target / ".oasmith.json"
    manifest.write_text(manifest.read_text("utf-8").replace("one.txt", "../outside.txt"), "utf-8")
    (target / "one.txt").unlink()
    publish(target, [File("two.txt", "2")])
    assert outside.read_text("utf-8") == "mine"


def test_what_was_not_generated_keeps_everything(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    (target / "client" / "mine").mkdir(parents=True)
    (target / "private").mkdir(mode=0o700)
    (target / "private" / "key").write_text("secret", "utf-8")
    (target / "private" / "key").chmod(0o400)
    (target / "shared").mkdir()
    (target / "shared").chmod(0o2775)
    os.link(target / "private" / "key", target / "shared" / "key")
    (target / "link").symlink_to("private")
    (target / "dangling").symlink_to("nowhere")
    (target / "outside").symlink_to(tmp_path)
    os.mkfifo(target / "fifo")
    for path in ("client/mine", "private", "shared", "private/key", "."):
        os.utime(target / path, (1_000_000_000, 1_000_000_000))
    before = states(target)
    for text in ("one", "two", "two"):
        publish(target, files_of({"client/a.txt": text, "client/sub/b.txt": text, "docs/c.txt": "same"}))
        publish(target, files_of({"client/a.txt": text}))
    after = states(target)
    for path, state in before.items():
        # The folders with generated files have a new time, and nothing else.
        kept = slice(0, 5 if path in (".", "client") else 6)
        assert after[path][kept] == state[kept]
    assert after.keys() - before.keys() == {".oasmith.json", "client/a.txt"}


def test_a_folder_in_which_nothing_changes_keeps_its_time(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    publish(target, files_of({"a/one.txt": "1", "a/deep/two.txt": "2", "b/three.txt": "3"}))
    for path in ("a", "a/deep", "b", "."):
        os.utime(target / path, (1, 1))
    before = states(target)
    publish(target, files_of({"a/one.txt": "1", "a/deep/two.txt": "2", "b/three.txt": "3"}))
    assert states(target) == before
    publish(target, files_of({"a/one.txt": "1", "a/deep/two.txt": "changed", "b/three.txt": "3"}))
    after = states(target)
    assert {path for path in before if after[path] != before[path]} == {
        ".", ".oasmith.json", "a/deep", "a/deep/two.txt"
    }  # fmt: skip


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o444])
def test_a_generated_file_that_changes_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "tree"
    publish(target, files_of({"run.sh": "1"}))
    (target / "run.sh").chmod(mode)
    publish(target, files_of({"run.sh": "2"}))
    assert contents(target)["run.sh"] == "2"
    assert stat.S_IMODE((target / "run.sh").stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_generated_file_that_changes_keeps_its_owner(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    publish(target, files_of({"file.txt": "1"}))
    os.chown(target / "file.txt", 1234, 2345)
    publish(target, files_of({"file.txt": "2"}))
    at = (target / "file.txt").stat()
    assert (at.st_uid, at.st_gid) == (1234, 2345)


def test_new_files_and_folders_have_the_modes_that_the_user_s_mask_gives(tmp_path: Path) -> None:
    script = (
        "import os, sys; os.umask(0o027); from pathlib import Path; from oasmith.products.file import File;"
        "from oasmith.publishing.tree import publish; publish(Path(sys.argv[1]), [File('a/b.txt', 'b')])"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "tree")], check=True)
    modes = [stat.S_IMODE((tmp_path / "tree" / path).stat().st_mode) for path in (".", "a", "a/b.txt")]
    assert modes == [0o750, 0o750, 0o640]


def test_another_name_of_a_generated_file_keeps_the_old_content(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    publish(target, files_of({"file.txt": "1"}))
    os.link(target / "file.txt", tmp_path / "backup.txt")
    publish(target, files_of({"file.txt": "2"}))
    assert (tmp_path / "backup.txt").read_text("utf-8") == "1"


def test_only_folders_that_oasmith_created_are_removed(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    (target / "mine" / "deep").mkdir(parents=True)
    publish(target, files_of({"mine/deep/one.txt": "1", "mine/own/two.txt": "2", "new/deep/three.txt": "3"}))
    publish(target, files_of({"mine/deep/one.txt": "1", "mine/own/two.txt": "2", "new/deep/three.txt": "4"}))
    (target / "new" / "notes.txt").write_text("mine", "utf-8")
    publish(target, files_of({"other.txt": ""}))
    assert sorted(path.relative_to(target).as_posix() for path in target.rglob("*")) == [
        ".oasmith.json", "mine", "mine/deep", "new", "new/notes.txt", "other.txt"
    ]  # fmt: skip


@pytest.mark.parametrize("leads", ["outside", "outside and dangling", "inside", "to itself"])
@pytest.mark.parametrize("place", ["docs", "docs/deep", "docs/deep/file.txt"])
@pytest.mark.parametrize("use", ["new", "published", "dropped", "checked"])
def test_a_symbolic_link_on_the_way_to_a_generated_file_is_refused_by_name(
    tmp_path: Path, leads: str, place: str, use: str
) -> None:
    target, outside = tmp_path / "tree", tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "file.txt").write_text("mine", "utf-8")
    files = {"docs/deep/file.txt": "generated", "other.txt": "1"}
    if use == "new":
        (target / "inside").mkdir(parents=True)
        (target / place).parent.mkdir(parents=True, exist_ok=True)
    else:
        publish(target, files_of(files))
        (target / "inside").mkdir()
        shutil.move(target / place, target / "inside" / "moved")
    goals = {"outside": outside / ("file.txt" if place.endswith(".txt") else "")}
    goals |= {"outside and dangling": tmp_path / "gone", "inside": target / "inside" / "moved"}
    (target / place).symlink_to(goals.get(leads, target / place))
    before, before_outside = states(target), states(outside)
    with pytest.raises(OasmithError) as caught:
        if use == "checked":
            compare(target, files_of(files))
        else:
            publish(target, files_of({"other.txt": "2"} if use == "dropped" else {**files, "other.txt": "2"}))
    (problem,) = caught.value.problems
    assert problem.file == str(target / place)
    assert "is a symbolic link to" in problem.message
    assert problem.remedy
    assert (states(target), states(outside)) == (before, before_outside)


def make_folder(path: Path) -> None:
    path.mkdir()
    (path / "own.txt").write_text("mine", "utf-8")


@pytest.mark.parametrize(
    ("place", "make"),
    [
        ("docs", lambda path: path.write_text("mine", "utf-8")),
        ("docs", os.mkfifo),
        ("docs/file.txt", lambda path: path.write_text("mine", "utf-8")),
        ("docs/file.txt", make_folder),
        ("docs/file.txt", os.mkfifo),
    ],
)
def test_whatever_is_in_the_way_is_refused_by_name(
    tmp_path: Path, place: str, make: Callable[[Path], object]
) -> None:
    target = tmp_path / "tree"
    publish(target, files_of({"a.txt": "old"}))
    (target / place).parent.mkdir(exist_ok=True)
    make(target / place)
    before = states(target)
    with pytest.raises(OasmithError) as caught:
        publish(target, files_of({"a.txt": "new", "docs/file.txt": "generated"}))
    assert [problem.file for problem in caught.value.problems] == [str(target / place)]
    assert states(target) == before


def test_an_output_that_is_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "tree").symlink_to("real")
    (tmp_path / "dangling").symlink_to("later")
    for name, real in (("tree", "real"), ("dangling", "later")):
        for text in ("1", "2"):
            publish(tmp_path / name, files_of({"a/b.txt": text}))
            assert (tmp_path / name).is_symlink()
            assert (tmp_path / real / "a" / "b.txt").read_text("utf-8") == text


def test_a_manifest_of_an_older_version_is_read(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    (target / "b").mkdir(parents=True)
    (target / "a.txt").write_text("1", "utf-8")
    (target / "b" / "c.txt").write_text("2", "utf-8")
    (target / ".oasmith.json").write_text(
        '{\n  "generator": "oasmith",\n  "files": [\n    "a.txt",\n    "b/c.txt"\n  ]\n}\n', "utf-8"
    )
    assert not compare(target, files_of({"a.txt": "1", "b/c.txt": "2"}))
    assert [drift.path for drift in compare(target, files_of({"a.txt": "1"}))] == [".oasmith.json", "b/c.txt"]
    changes = publish(target, files_of({"a.txt": "2"}))
    assert (changes.written, changes.removed) == (("a.txt",), ("b/c.txt",))
    assert not (target / "b").exists()
    assert set(read_manifest(target).files) == {"a.txt"}


@pytest.mark.parametrize("is_there", [True, False])
def test_an_old_folder_that_an_older_version_left_loses_nothing(tmp_path: Path, is_there: bool) -> None:
    target, old = tmp_path / "tree", tmp_path / ".tree.oasmith-old"
    publish(old, files_of({"a/generated.txt": "old"}))
    (old / "a" / "mine.txt").write_text("mine", "utf-8")
    (old / "link").symlink_to("a")
    if is_there:
        publish(tmp_path / "new", files_of({"a/generated.txt": "new"}))
        (tmp_path / "new").rename(target)
        os.link(old / "a" / "mine.txt", target / "a" / "mine.txt")
        (target / "link").symlink_to("a")
        (old / "a" / "saved.txt").write_text("saved while the folders were exchanged", "utf-8")
    recover(target)
    there = contents(target)
    del there[".oasmith.json"]
    text = "new" if is_there else "old"
    assert there == {"a/generated.txt": text, "a/mine.txt": "mine"}
    assert (target / "link").is_symlink()
    left = contents(old) if old.exists() else {}
    assert left == ({"a/saved.txt": "saved while the folders were exchanged"} if is_there else {})


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"files": "ab"}', '{"files": {"a": 1}}', '{"files": [1]}', '{"files": null}',
     "[" * 100_000, '{"files": [], "existing_folders": 3}', "\udcff"],
)  # fmt: skip
def test_a_file_that_is_not_a_manifest_is_refused(tmp_path: Path, text: str) -> None:
    target = tmp_path / "tree"
    target.mkdir()
    (target / ".oasmith.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    for use in (publish, compare):
        with pytest.raises(OasmithError) as caught:
            use(target, files_of({"a.txt": ""}))
        (problem,) = caught.value.problems
        assert problem.file == str(target / ".oasmith.json")
        assert problem.remedy
    assert list(contents_bytes(target)) == [".oasmith.json"]


@pytest.mark.parametrize(
    "path",
    ["../outside.txt", "/etc/hostname", "a/../../outside.txt", "a\\..\\b", "C:x", "\ud800", "a\0b", "", "."],
)
def test_a_manifest_that_names_paths_outside_does_no_harm(tmp_path: Path, path: str) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", "utf-8")
    target = tmp_path / "tree"
    target.mkdir()
    for files in ([path], {path: ""}):
        manifest = json.dumps({"generator": "oasmith", "files": files, "existing_folders": [path]})
        (target / ".oasmith.json").write_text(manifest, "utf-8")
        publish(target, files_of({"a.txt": ""}))
        assert outside.read_text("utf-8") == "mine"


def contents_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
