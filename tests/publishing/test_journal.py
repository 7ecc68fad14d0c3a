"""A journal is untrusted: whatever it says, nothing outside the output folder changes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from oasmith.errors import OasmithError
from oasmith.publishing.tree import compare, publish, recover
from support.publishing import files_of, states

TOKEN = "0123456789abcdef"
OUTSIDE = [
    "../outside/file.txt", "/etc/hostname", "a/../../outside/file.txt", "..\\outside", "C:\\x", "\ud800",
           "a\0b", "", ".", "..", "a//b", 3, None, ["a"], {"a": 1},
]  # fmt: skip


def journal(**changes: Any) -> dict[str, Any]:
    whole = {
        "generator": "oasmith",
        "version": 1,
        "token": TOKEN,
        "changes": [],
        "created": [],
        "emptied": [],
    }
    return {**whole, **changes}


def change(**changes: Any) -> dict[str, Any]:
    return {"path": "a.txt", "action": "add", "sha256": "0" * 64, **changes}


MALFORMED = [
    b"", b"{", b"null", b"[]", b"3", b'"text"', b"\xff\xfe", b"[" * 100_000, b'{"version": 1}',
    b'{"version": ' + b"9" * 5000 + b"}",
    *(json.dumps(document).encode() for document in (
        journal(version=2), journal(version=None), journal(token="../../outside"), journal(token=TOKEN + "0"),
        journal(token=TOKEN + "\n"), journal(token=3), journal(token=None), journal(changes=None),
        journal(changes=3), journal(changes="ab"), journal(changes=[3]), journal(changes=[{}]),
        journal(changes=[change(action="chmod")]), journal(changes=[change(action=["add"])]),
        journal(changes=[change(sha256=3)]), journal(created=None), journal(emptied=3),
        *(journal(changes=[change(path=path)]) for path in OUTSIDE),
        *(journal(created=[path]) for path in OUTSIDE), *(journal(emptied=[path]) for path in OUTSIDE),
    )),
]  # fmt: skip


@pytest.mark.parametrize("name", [".oasmith-journal.json", ".oasmith-committed.json"])
def test_a_malformed_journal_is_refused_with_its_file_and_a_remedy(tmp_path: Path, name: str) -> None:
    target = tmp_path / "tree"
    publish(target, files_of({"a.txt": "1"}))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "file.txt").write_text("mine", "utf-8")
    for data in MALFORMED:
        (target / name).write_bytes(data)
        before = states(tmp_path)
        for use in (recover, lambda target: publish(target, files_of({"a.txt": "2"})),
                    lambda target: compare(target, files_of({"a.txt": "2"}))):  # fmt: skip
            with pytest.raises(OasmithError) as caught:
                use(target)
            (problem,) = caught.value.problems
            assert problem.file == str(target / name), data[:80]
            assert "is not a journal of oasmith" in problem.message
            assert "Remove it" in problem.remedy
            str(problem).encode()
        assert states(tmp_path) == before, data[:80]
    (target / name).unlink()
    publish(target, files_of({"a.txt": "2"}))


@pytest.mark.parametrize("name", [".oasmith-journal.json", ".oasmith-committed.json"])
@pytest.mark.parametrize("action", ["add", "replace", "remove"])
@pytest.mark.parametrize("key", ["changes", "created", "emptied"])
def test_a_journal_is_not_followed_through_a_symbolic_link(
    tmp_path: Path, name: str, action: str, key: str
) -> None:
    target, outside = tmp_path / "tree", tmp_path / "outside"
    publish(target, files_of({"a.txt": "1"}))
    (outside / "folder").mkdir(parents=True)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for file in ("file.txt", f".oasmith-{TOKEN}-0.old", f".oasmith-{TOKEN}-0.new"):
        (outside / file).write_bytes(b"")
    (target / "link").symlink_to(outside)
    value: Any = ["link/folder"]
    if key == "changes":
        value = [change(path="link/file.txt", action=action, sha256=empty)]
    (target / name).write_text(json.dumps(journal(**{key: value})), "utf-8")
    before = states(tmp_path)
    with pytest.raises(OasmithError, match="is a symbolic link"):
        recover(target)
    assert states(tmp_path) == before


def test_a_journal_that_is_a_link_a_folder_or_a_device_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "tree"
    publish(target, files_of({"a.txt": "1"}))
    path = target / ".oasmith-journal.json"
    makes: list[Callable[[Path], object]] = [lambda path: path.symlink_to("/dev/zero"), Path.mkdir, os.mkfifo]
    for make in makes:
        make(path)
        with pytest.raises(OasmithError) as caught:
            recover(target)
        assert caught.value.problems[0].file == str(path)
        path.rmdir() if path.is_dir() else path.unlink()
