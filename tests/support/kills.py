"""The whole command, killed again and again, in a folder where another program saves files all the time."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oasmith import Target, check
from oasmith.changes.stored import STORED
from oasmith.names import Identifier

from support.command import oasmith

_WRITER = """
import itertools, sys, time
from pathlib import Path
target, log = Path(sys.argv[1]), open(sys.argv[2], "w", encoding="utf-8")
folders = ["", "mine", "kills_client", "docs", "docs/schemas", "docs/operations", "examples"]
for number in itertools.count():
    folder = target / folders[number % len(folders)]
    path = folder / f"saved-{number}.txt"
    try:
        if number % 3:
            path.write_text(f"mine {number}", "utf-8")
        else:  # as editors save
            draft = folder / f"draft-{number}~"
            draft.write_text(f"mine {number}", "utf-8")
            draft.replace(path)
    except FileNotFoundError:
        continue  # the folder is not there
    print(path.relative_to(target).as_posix(), file=log, flush=True)
    time.sleep(0.1)  # the test has to look at each of them
"""


def description(schemas: int, word: str) -> dict[str, Any]:
    """A description from which some hundred files are generated."""
    paths = {
        f"/{word}/{number}": {
            "get": {
                "operationId": f"get_{word}_{number}",
                "responses": {
                    "200": {
                        "description": word,
                        "content": {
                            "application/json": {"schema": {"$ref": f"#/components/schemas/{word}{number}"}}
                        },
                    }
                },
            }
        }
        for number in range(schemas)
    }
    schema = {"type": "object", "properties": {word: {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kills", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:1"}],
        "paths": paths,
        "components": {"schemas": {f"{word}{number}": schema for number in range(schemas)}},
    }


@dataclass(slots=True)
class _Pace:
    """How many seconds a whole run and its publishing take, as last seen; other programs may slow both."""

    whole: float
    publishing: float


def kill_runs(folder: Path, kills: int, seed: int) -> dict[str, Any]:
    """Kill runs that change one tree into the other, half of them anywhere and half while they publish.

    After each, ``oasmith.check`` has to find the old tree or the new one, all files of the user, and nothing
    else. Gives figures; raises AssertionError.
    """
    chance = random.Random(seed)
    target = folder / "tree"
    (target / "mine").mkdir(parents=True)
    descriptions = {word: folder / f"{word}.json" for word in ("One", "Two")}
    trees, pace = {}, _Pace(0.0, 0.0)
    for word, path in descriptions.items():
        path.write_text(json.dumps(description(5, word)), "utf-8")
        began = time.monotonic()
        ran = oasmith("generate", path, "-o", folder / word, "--package", "kills_client", "--json")
        (result,) = json.loads(ran.out)
        pace = _Pace(time.monotonic() - began, result["seconds"]["publishing"])
        trees[word] = _generated(folder / word)
    assert oasmith("generate", descriptions["One"], "-o", target, "--package", "kills_client").code == 0
    current, seen, counted = "One", _Seen(folder, target), Counter[str]()
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(target), str(folder / "log")]) as writer:
        try:
            for number in range(kills):
                other = "Two" if current == "One" else "One"
                if number % 2:
                    counted["killed while publishing"] += 1
                    _kill_publishing(descriptions[other], target, pace, chance)
                else:
                    counted["killed anywhere"] += 1
                    _kill_anywhere(descriptions[other], target, pace, chance)
                counted["journals"] += bool(set(target.glob(".oasmith-*")) - {target / STORED})
                is_new = _check(descriptions[other], target)
                current = other if is_new else current
                counted["new trees" if is_new else "old trees"] += 1
                counted["leftovers"] += len(set(target.rglob(".oasmith-*")) - {target / STORED})
                assert not counted["leftovers"]
                assert _generated(target) == trees[current]
                assert not seen.lost(only_new=True)
        finally:
            writer.kill()
    lost = seen.lost()
    return {"kills": kills, "seed": seed, **counted, "saved": len(seen.names), "lost": len(lost)}


def kill_first_runs(folder: Path, kills: int, seed: int) -> dict[str, Any]:
    """Kill runs that create their output folder, half of them anywhere and half while they publish.

    After each, ``oasmith.check`` has to leave the whole tree or no folder. Gives figures, or raises
    AssertionError.
    """
    chance = random.Random(seed)
    path = folder / "One.json"
    path.write_text(json.dumps(description(5, "One")), "utf-8")
    began = time.monotonic()
    ran = oasmith("generate", path, "-o", folder / "whole", "--package", "kills_client", "--json")
    (result,) = json.loads(ran.out)
    pace, whole = _Pace(time.monotonic() - began, result["seconds"]["publishing"]), _generated(
        folder / "whole"
    )
    counted = Counter[str]()
    for number in range(kills):
        home = folder / f"home-{number}"
        home.mkdir()
        target = home / "deep" / "tree"
        (_kill_publishing if number % 2 else _kill_anywhere)(path, target, pace, chance)
        counted["interrupted"] += target.is_dir() and _generated(target) != whole
        is_new = _check(path, target)
        counted["new trees" if is_new else "no folder"] += 1
        assert _generated(target) == whole if is_new else not list(home.iterdir())
    return {"kills": kills, "seed": seed, **counted}


def _kill_anywhere(path: Path, target: Path, pace: _Pace, chance: random.Random) -> None:
    with _begun(path, target) as run, suppress(subprocess.TimeoutExpired):
        run.communicate(timeout=chance.uniform(0, pace.whole * 1.1))


def _kill_publishing(path: Path, target: Path, pace: _Pace, chance: random.Random) -> None:
    began = time.monotonic()
    with _begun(path, target) as run:
        assert run.stderr is not None
        while run.stderr.readline() not in ("publishing\n", ""):
            pass
        pace.whole = time.monotonic() - began
        with suppress(subprocess.TimeoutExpired):
            run.communicate(timeout=chance.uniform(0, pace.publishing * 1.5))


@contextmanager
def _begun(path: Path, target: Path) -> Iterator[subprocess.Popen[str]]:
    """A run of the command, which is killed in the end."""
    command = [sys.executable, "-m", "oasmith", "generate", str(path), "-o", str(target)]
    command += ["--package", "kills_client"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as run:
        yield run
        run.kill()


def _check(path: Path, target: Path) -> bool:
    """Whether a tree is what a description generates, as a next run finds out."""
    (checked,) = check(Target(path, target, package=Identifier("kills_client")))
    return not checked.drift


def _generated(target: Path) -> dict[str, bytes]:
    """Every file below a folder but those that the other program saves."""
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in target.rglob("*")
        if not path.name.startswith(("saved-", "draft-")) and path.is_file()
    }


class _Seen:
    """The files that the other program has saved."""

    def __init__(self, folder: Path, target: Path) -> None:
        self.names: list[str] = []
        self._log, self._target = folder / "log", target

    def lost(self, only_new: bool = False) -> list[str]:
        """Those that are not there as they were saved."""
        before = len(self.names)
        self.names = self._log.read_text("utf-8").split("\n")[:-1]
        return [name for name in self.names[before if only_new else 0 :] if not self._is_there(name)]

    def _is_there(self, name: str) -> bool:
        path = self._target / name
        number = name.rsplit("-", 1)[1].removesuffix(".txt")
        return path.is_file() and path.read_text("utf-8") == f"mine {number}"
