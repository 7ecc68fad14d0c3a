"""Two runs in one output folder take turns, and a lock ends with its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from oasmith.publishing.lock import locked
from oasmith.publishing.tree import compare, publish
from support.command import oasmith
from support.publishing import contents, files_of

DESCRIPTION = """
openapi: 3.1.0
info: {title: Tiny, version: "1"}
paths: {/a: {get: {operationId: getA, responses: {"200": {description: It.}}}}}
"""
PUBLISH = """
import sys
from pathlib import Path
from oasmith.products.file import File
from oasmith.publishing.tree import publish
target, text, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
def waiting(): print("waiting", flush=True)
for time in range(times):
    paths = [f"{text if n % 3 else 'same'}/{n}.txt" for n in range(30)]
    publish(target, [File(path, f"{text} {time}") for path in paths], waiting)
print("done", flush=True)
"""
HOLD = """
import sys
from pathlib import Path
from oasmith.publishing.lock import locked
with locked(Path(sys.argv[1]), lambda: None):
    print("locked", flush=True)
    sys.stdin.read()
"""


NO_LOCKS_ON_FOLDERS = """
import errno, os, stat, sys
def hook(event, arguments):
    if event == "fcntl.flock" and stat.S_ISDIR(os.fstat(arguments[0]).st_mode):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))
sys.addaudithook(hook)
"""


def child(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_run_says_that_it_waits_and_goes_on_when_the_first_has_ended(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    publish(target, files_of({"old.txt": ""}))
    holder = child(HOLD, target)
    with holder:
        assert line(holder) == "locked"
        with child(PUBLISH, target, "new", 1) as second:
            assert line(second) == "waiting"
            assert contents(target).keys() == {"old.txt", ".oasmith.json"}
            assert holder.stdin is not None
            holder.stdin.close()
            assert line(second) == "done"
    assert "old.txt" not in contents(target)


def test_the_lock_of_a_process_that_is_killed_is_free(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    with child(HOLD, target) as holder:
        assert line(holder) == "locked"
        with child(PUBLISH, target, "new", 1) as second:
            assert line(second) == "waiting"
            holder.kill()
            assert line(second) == "done"
    assert [path.name for path in tmp_path.iterdir()] == ["tree"]


def test_the_lock_is_one_for_all_names_of_a_folder(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    target.mkdir()
    (tmp_path / "link").symlink_to("tree")
    for name in (tmp_path / "link", target / ".." / "tree"):
        with child(HOLD, name) as holder:
            assert line(holder) == "locked"
            with child(PUBLISH, target, "new", 1) as second:
                assert line(second) == "waiting"
                assert holder.stdin is not None
                holder.stdin.close()
                assert line(second) == "done"


def test_a_folder_that_the_first_run_removes_is_created_again(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    with locked(target, lambda: None):
        second = child(PUBLISH, target, "new", 1)
        assert line(second) == "waiting"
        target.rmdir()
    with second:
        assert line(second) == "done"
    assert len(contents(target)) == 31


def test_runs_never_interleave(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    publish(target, files_of({"start.txt": ""}))
    runs = [child(PUBLISH, target, f"run{number}", 15) for number in range(4)]
    while any(run.poll() is None for run in runs):
        with locked(target, lambda: None):
            there = {path: text for path, text in contents(target).items() if path != ".oasmith.json"}
            assert len(set(there.values())) == 1, there
            assert len(there) in (1, 30)
    for run in runs:
        with run:
            assert run.returncode == 0
    last = {path: text for path, text in contents(target).items() if path != ".oasmith.json"}
    assert not compare(target, files_of(last))


def test_the_command_says_that_it_waits(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(DESCRIPTION, "utf-8")
    target = tmp_path / "tree"
    command = [sys.executable, "-m", "oasmith", "generate", "api.yaml", "-o", "tree"]
    with locked(target, lambda: None):
        run = subprocess.Popen(
            command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert run.stderr is not None
        while "waiting" not in (told := run.stderr.readline()):
            assert told
        assert told == "waiting for another oasmith that is working in tree\n"
        assert not list(target.iterdir())
    with run:
        run.communicate()
    assert run.returncode == 0
    assert oasmith("check", "api.yaml", "-o", "tree", cwd=tmp_path).code == 0


def test_a_file_system_that_locks_no_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OASMITH_CACHE_DIR", str(tmp_path / "cache"))
    target = tmp_path / "tree"
    target.mkdir()
    with child(NO_LOCKS_ON_FOLDERS + HOLD, target) as holder:
        assert line(holder) == "locked"
        with child(NO_LOCKS_ON_FOLDERS + PUBLISH, target, "new", 1) as second:
            assert line(second) == "waiting"
            holder.kill()
            assert line(second) == "done"
    assert len(contents(target)) == 31
    assert [path.parent for path in (tmp_path / "cache").rglob("*") if path.is_file()] == [
        tmp_path / "cache" / "locks"
    ]
