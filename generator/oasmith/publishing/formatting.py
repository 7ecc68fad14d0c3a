"""Python as black writes it; everything else as it is."""

from __future__ import annotations

from collections.abc import Iterable

from oasmith.emitting.file import File

LINE_LENGTH = 110


def format_files(files: Iterable[File]) -> list[File]:
    """The files with their Python formatted by the pinned black, the same bytes on every Python version."""
    return [
        (
            File(file.path, format_python(file.text))
            if file.path.endswith(".py") and not file.is_verbatim
            else file
        )
        for file in files
    ]


def format_python(text: str) -> str:
    """A Python module as black writes it for Python 3.11. Raises black.InvalidInput for no Python."""
    import black
    from black.mode import TargetVersion

    mode = black.Mode(
        line_length=LINE_LENGTH, target_versions={TargetVersion.PY311}, magic_trailing_comma=False
    )
    return black.format_str(text, mode=mode) if text.strip() else text
