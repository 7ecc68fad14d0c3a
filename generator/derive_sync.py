"""Write the sync half of the runtime, which is derived from the async half.

    python generator/derive_sync.py [--check] [FOLDER]

``async_client.py`` becomes ``sync_client.py``, and the sync classes and methods of ``HALVES`` are replaced in
their modules. Change the async half and run this; a test runs it with ``--check``, which writes nothing
and fails if a file would change. Where the halves really differ, each has a function or class of its own
with the same signature: see ``deadlines.py``.

It is beside the package and not in it: only contributors run it, and ``runtime/`` is copied into clients.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNTIME = ROOT / "generator/oasmith/runtime"
HEADER = (
    "# Derived from async_client.py by generator/derive_sync.py of oasmith: change that file and run this.\n"
)

HALVES = {
    "oauth.py": {"get_async": "get", "_new_token_async": "_new_token", "_fetch_async": "_fetch"},
    "pages.py": {"AsyncPages": "Pages", "paginate_async": "paginate"},
    "resources.py": {"AsyncResource": "SyncResource"},
    "security.py": {"secrets_async": "secrets"},
    "streaming.py": {"AsyncStream": "Stream"},
}
"""By module: an async class, function or method, and the sync one that is derived from it."""

RULES = (
    (r"\bhttpx2\.AsyncClient\b", "httpx2.Client"),
    (r"\bAsync(Client|Resource)\b", r"Sync\1"),
    (r"\bAsync([A-Z]\w+)", r"\1"),
    (r"\b(\w+)_async\b", r"\1"),
    (r"\ba(close|iter_bytes|iter_raw)\b", r"\1"),
    (r"\bhandle_async_request\b", "handle_request"),
    (r"\b__a(enter|exit|iter)__\b", r"__\1__"),
    (r"\basync (def|for|with)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\b([Aa])n async client\b", r"\1 sync client"),
)
"""What a pattern finds in the async half, and what the sync half has in its place; applied in this order."""


def derived(text: str) -> str:
    """The sync version of async source text. Raises ValueError for a line that no rule makes sync."""
    for pattern, replacement in RULES:
        text = re.sub(pattern, replacement, text)
    for line in text.splitlines():
        if re.search(r"async|await", line, re.IGNORECASE):
            raise ValueError(f"this line is still async; add a rule for it to derive_sync.py: {line.strip()}")
    return text


def with_halves(text: str, halves: dict[str, str]) -> str:
    """A module whose sync classes and methods are derived from its async ones."""
    for source, target in halves.items():
        lines = text.splitlines(keepends=True)
        first, last = _lines(text, source)
        sync = derived("".join(lines[first:last]))
        first, last = _lines(text, target)
        text = "".join([*lines[:first], sync, *lines[last:]])
    return text


def _lines(text: str, name: str) -> tuple[int, int]:
    """The index of the first line of a class or function, and of the first line after it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
            assert node.end_lineno is not None
            return node.lineno - 1, node.end_lineno
    raise ValueError(f"no class or function is called {name}")


def tidied(text: str) -> str:
    """Source text with its imports sorted, ``yield from`` in place of loops, and in black's format."""
    ruff = ("ruff", "check", "--quiet", "--fix-only", "--unsafe-fixes", "--select=I,UP028", "-")
    for tool in (ruff, ("black", "--quiet", "-")):
        command = [sys.executable, "-m", tool[0], *tool[1:-1], f"--config={ROOT / 'pyproject.toml'}", "-"]
        text = subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True, check=True).stdout
    return text


def main() -> None:
    """Write the files that change, or report them with ``--check``, which then exits with status 1."""
    parser = argparse.ArgumentParser(description="Derive the sync half of the runtime from the async half.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail if a file would change")
    parser.add_argument("folder", type=Path, nargs="?", default=RUNTIME, help="the runtime")
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    try:
        first, _, rest = (folder / "async_client.py").read_text("utf-8").partition("\n")
        texts = {"sync_client.py": f"{first}\n{HEADER}{derived(rest)}"}
        for name, halves in HALVES.items():
            texts[name] = with_halves((folder / name).read_text("utf-8"), halves)
    except ValueError as error:
        sys.exit(str(error))
    is_drifted = False
    for name, text in texts.items():
        path = folder / name
        text = tidied(text)
        if path.exists() and path.read_text("utf-8") == text:
            continue
        is_drifted = True
        if arguments.check:
            print(f"{path} is not what the async half derives to; run python generator/derive_sync.py")
        else:
            path.write_text(text, "utf-8")
            print(f"wrote {path}")
    sys.exit(1 if is_drifted and arguments.check else 0)


if __name__ == "__main__":
    main()
