"""The whole command, killed again and again, in a folder where another program saves files all the time."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from support.command import oasmith

_WRITER = """
import itertools, sys
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
    # Not as fast as it can: the test has to look at each of them.
    import time; time.sleep(0.01)
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


def kill_runs(folder: Path, kills: int, seed: int) -> dict[str, Any]:
    """Kill runs that change one tree into the other, half of them anywhere and half while they publish.

    After each, ``oasmith check`` has to find the old tree or the new one, all files of the user, and
    nothing else. Gives figures; raises AssertionError.
    """
    chance = random.Random(seed)
    target = folder / "tree"
    (target / "mine").mkdir(parents=True)
    descriptions = {word: folder / f"{word}.json" for word in ("One", "Two")}
    trees = {}
    for word, path in descriptions.items():
        path.write_text(json.dumps(description(12, word)), "utf-8")
        assert oasmith("generate", path, "-o", folder / word, "--package", "kills_client").code == 0
        trees[word] = _generated(folder / word)
    assert oasmith("generate", descriptions["One"], "-o", target, "--package", "kills_client").code == 0
    current, counted, ages = "One", Counter[str](), []
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(target), str(folder / "log")]) as writer:
        try:
            for number in range(kills):
                other = "Two" if current == "One" else "One"
                ages.append(_kill_a_run(folder, descriptions[other], target, number % 2 == 1, chance))
                counted["journals"] += any(target.glob(".oasmith-*"))
                found = _check(descriptions[other], target)
                counted[f"{'new' if found else 'old'} trees"] += 1
                current = other if found else current
                counted["leftovers"] += len(list(target.rglob(".oasmith-*")))
                assert not counted["leftovers"]
                assert _generated(target) == trees[current]
                assert not _lost(folder, target)
        finally:
            writer.kill()
    saved = (folder / "log").read_text("utf-8").splitlines()
    return {"kills": kills, "seed": seed, **counted, "saved": len(saved), "lost": len(_lost(folder, target)),
            "killed after seconds": [round(min(ages), 3), round(max(ages), 3)]}  # fmt: skip


def _kill_a_run(
    folder: Path, path: Path, target: Path, while_publishing: bool, chance: random.Random
) -> float:
    """Begin a run and kill it; gives its age in seconds."""
    command = [sys.executable, "-m", "oasmith", "generate", str(path), "-o", str(target)]
    command += ["--package", "kills_client"]
    began = time.monotonic()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert run.stderr is not None
    if while_publishing:
        while run.stderr.readline() not in ("publishing\n", ""):
            pass
        delay = chance.uniform(0, 0.1)
    else:
        delay = chance.uniform(0, 2.5)
    with suppress(subprocess.TimeoutExpired):
        run.wait(delay)
    run.kill()
    run.communicate()
    return time.monotonic() - began


def _check(path: Path, target: Path) -> bool:
    """Whether a tree is what a description generates, as a next run of the command finds out."""
    ran = oasmith("check", path, "-o", target, "--package", "kills_client", "--json")
    assert ran.code in (0, 1), ran
    return ran.code == 0


def _generated(target: Path) -> dict[str, bytes]:
    """Every file below a folder but those that the other program saves."""
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in target.rglob("*")
        if not path.name.startswith(("saved-", "draft-")) and path.is_file()
    }


def _lost(folder: Path, target: Path) -> list[str]:
    """The files that the other program has saved and that are not there as they were saved."""
    lost = []
    *saved, _ = (folder / "log").read_text("utf-8").split("\n")
    for name in saved:
        number = name.rsplit("-", 1)[1].removesuffix(".txt")
        path = target / name
        if not path.is_file() or path.read_text("utf-8") != f"mine {number}":
            lost.append(name)
    return lost
