"""The sync half of the runtime is what ``generator/derive_sync.py`` derives from the async half."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GENERATOR = Path(__file__).parent.parent / "generator"
RUNTIME = GENERATOR / "oasmith/runtime"

DRIFTS = {
    "sync_client.py": ("is_stream: bool = False", "is_stream: bool = True"),
    "oauth.py": ("response.close()", "pass"),
    "pages.py": ("found = self._fetch(iteration.step)", "found = self._fetch(Step({}))"),
    "security.py": ("found[key] = source.get(", "found[key] = None and source.get("),
    "streaming.py": ("self.response.close()", "pass"),
}
"""By module: a line of the sync half, and what it is changed to by hand."""


def test_the_sync_half_is_what_the_async_half_derives_to() -> None:
    done = derive("--check")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_changes_by_hand_are_reported_and_replaced(runtime: Path) -> None:
    texts = {runtime / name: (runtime / name).read_text("utf-8") for name in DRIFTS}
    changed = {path: text.replace(*DRIFTS[path.name]) for path, text in texts.items()}
    for path, text in changed.items():
        assert text != texts[path]
        path.write_text(text, "utf-8")

    done = derive("--check", runtime)
    advice = "is not what the async half derives to; run python generator/derive_sync.py"
    assert (done.stdout.splitlines(), done.returncode) == ([f"{path} {advice}" for path in texts], 1)
    assert all(path.read_text("utf-8") == text for path, text in changed.items())

    done = derive(runtime)
    assert (done.stdout.splitlines(), done.returncode) == ([f"wrote {path}" for path in texts], 0)
    assert all(path.read_text("utf-8") == text for path, text in texts.items())


def test_a_change_of_the_async_half_is_derived(runtime: Path) -> None:
    source = runtime / "async_client.py"
    added = "\n\nasync def _first(client: AsyncClient) -> None:\n    await client.close()\n"
    source.write_text(source.read_text("utf-8") + added, "utf-8")
    assert derive(runtime).returncode == 0
    sync = (runtime / "sync_client.py").read_text("utf-8")
    assert sync.endswith("\n\n\ndef _first(client: SyncClient) -> None:\n    client.close()\n")


def test_a_line_that_no_rule_makes_sync_is_refused(runtime: Path) -> None:
    source = runtime / "async_client.py"
    source.write_text(source.read_text("utf-8") + "\nimport asyncio\n", "utf-8")
    before = (runtime / "sync_client.py").read_text("utf-8")
    done = derive(runtime)
    assert done.returncode == 1
    assert done.stderr == "this line is still async; add a rule for it to derive_sync.py: import asyncio\n"
    assert (runtime / "sync_client.py").read_text("utf-8") == before


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    """A copy of the runtime."""
    return Path(shutil.copytree(RUNTIME, tmp_path / "runtime"))


def derive(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, GENERATOR / "derive_sync.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
