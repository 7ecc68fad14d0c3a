"""Publishing that is killed, fails or is disturbed at a chosen step.

A step is one call that opens, creates, renames, links or removes something below the target; Python's audit
events count them, so the code that runs is the real one. ``Driver`` runs each publishing in a process of
its own.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from oasmith.errors import OasmithError
from oasmith.products.file import File
from oasmith.publishing.tree import compare, publish, recover

_EVENTS = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown"}


class Driver:
    """Runs publishing in child processes; ``step`` 0 is no step at all."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(
        self, target: Path, files: Mapping[str, str] | None, step: int = 0, event: str = "", **fault: Any
    ) -> dict[str, Any]:
        """Publish files, or only recover where there are none. Gives ``outcome`` and more of how it ended.

        ``fault`` is ``kill=True``, ``errno=NUMBER`` or ``save=PATH`` with ``text=``. With an ``event`` only
        steps of that kind are counted, with ``below=FOLDER`` those below that one. ``uid=NUMBER`` publishes
        as another user, ``limit=NUMBER`` lets no file become bigger.
        """
        command = {"target": str(target), "files": files, "step": step, "event": event, **fault}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """A file system of its own in a folder, in memory; skips the test where that is not allowed."""
    command = ["mount", *(options or ("-t", "tmpfs", "tmpfs")), str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("needs mount")
    if done.returncode:
        pytest.skip(f"needs to be allowed to mount: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def running_driver() -> Iterator[Driver]:
    with subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    ) as process:
        yield Driver(process)


def states(folder: Path) -> dict[str, tuple[Any, ...]]:
    """Content, mode, owner, inode and time of everything below a folder, and of the folder itself."""
    found = {}
    for path in [folder, *folder.rglob("*")]:
        at = path.lstat()
        content: Any = None
        if stat.S_ISREG(at.st_mode):
            content = path.read_bytes()
        elif stat.S_ISLNK(at.st_mode):
            content = str(path.readlink())
        name = path.relative_to(folder).as_posix()
        found[name] = (content, at.st_mode, at.st_uid, at.st_gid, at.st_ino, at.st_mtime_ns)
    return found


def contents(folder: Path) -> dict[str, str]:
    """The text of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def files_of(texts: Mapping[str, str]) -> list[File]:
    return [File(path, text) for path, text in texts.items()]


def _run(command: dict[str, Any]) -> dict[str, Any]:
    steps = 0
    is_busy = False
    below = command.get("below", command["target"])

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal steps, is_busy
        if event not in _EVENTS or is_busy or not any(map(is_below, arguments)):
            return
        if command["event"] in ("", event):
            steps += 1
            if steps == command["step"]:
                is_busy = True
                _cause(command)
                is_busy = False

    def is_below(argument: Any) -> bool:
        return isinstance(argument, str | Path) and str(argument).startswith(below)

    if "limit" in command:
        resource.setrlimit(resource.RLIMIT_FSIZE, (command["limit"], command["limit"]))
    if "uid" in command:
        os.setgid(command["uid"])
        os.setuid(command["uid"])
    sys.addaudithook(hook)
    target = Path(command["target"])
    try:
        if command["files"] is None:
            recover(target)
        else:
            publish(target, files_of(command["files"]))
    except OasmithError as error:
        return {"outcome": "refused", "message": str(error), "steps": steps}
    return {"outcome": "done", "steps": steps}


def _cause(command: dict[str, Any]) -> None:
    if command.get("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if "errno" in command:
        raise OSError(command["errno"], os.strerror(command["errno"]))
    if "save" in command:
        path = Path(command["save"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(command["text"], "utf-8")


def _serve(work: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            answer = work(json.loads(line))
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            sys.stdout.write(json.dumps({"outcome": "killed", "status": status}) + "\n")
            sys.stdout.flush()


def settled(target: Path) -> dict[str, str]:
    """What a target holds after a run of any command; that no file of an interrupted run is left."""
    compare(target, [])
    left = [path for path in target.rglob(".oasmith*") if path.name != ".oasmith.json"]
    assert not left
    return {path: text for path, text in contents(target).items() if path != ".oasmith.json"}


if __name__ == "__main__":
    _serve(_run)
