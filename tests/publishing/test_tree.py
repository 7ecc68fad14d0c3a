"""A tree is published whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from oasmith.emitting.file import File
from oasmith.publishing.tree import compare, publish

MANY = 300
CHILD = """
import sys
from pathlib import Path
from oasmith.emitting.file import File
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
        assert len(list(target.rglob("*.txt"))) == MANY
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
