"""Generated Python is formatted as black does, although ruff does most of the work."""

from __future__ import annotations

import black
import pytest
from black.mode import TargetVersion
from hypothesis import given
from hypothesis import strategies as st
from oasmith.errors import OasmithError
from oasmith.products.file import File
from oasmith.publishing.formatting import format_files
from oasmith.quoting.python import LINE_LENGTH

NAMES = ", ".join(f'"value number {number}"' for number in range(12))
LONG = "body_of_the_request_of_an_operation"
MODULES = {
    "a long union": f"def f(x: Literal[{NAMES}] | None = None) -> None: ...\n",
    "a long union of names": f"def f(x: {LONG}.{LONG}.{LONG} | {LONG}.{LONG} | None = None) -> None: ...\n",
    "a long lambda": f"names = lambda one, two: {LONG}(one.{LONG}, two.{LONG}, one.{LONG}(two))\n",
    "two blank lines after imports": "import os\n\n\nNAMES = 1\n",
    "two blank lines after a long import": f"from a import ({LONG}a, {LONG}b, {LONG}c)\n\n\nx = 1\n",
    "a class after imports": "import os\n\n\nclass Names: ...\n",
    "a long string": f'x = "{LONG * 4}" + y\n',
    "a long return annotation": f"def f(x: int) -> dict[{LONG}.{LONG}, {LONG}.{LONG}.{LONG}.{LONG}]: ...\n",
    "a wide docstring": f'def f():\n    """{"字" * 60}."""\n',
    "a docstring with a quote": 'def f():\n    """What "this" is."""\n',
    "a magic comma": "f(\n    1,\n    2,\n)\n",
}


def formatted(text: str) -> str:
    return format_files([File("module.py", text)])[0].text


def formatted_by_black(text: str) -> str:
    targets = {TargetVersion.PY311}
    mode = black.Mode(line_length=LINE_LENGTH, target_versions=targets, magic_trailing_comma=False)
    return black.format_str(text, mode=mode)


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_black_changes_nothing(module: str) -> None:
    text = formatted(module)
    assert formatted_by_black(text) == text


@given(
    st.lists(
        st.sampled_from(
            ["str", "int", f"{LONG}.{LONG}", f"Literal[{NAMES}]", f"list[{LONG} | {LONG}a]", "None"]
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["x: {} = None\n", "def f(x: {} = None) -> {}: ...\n", "class A:\n    x: {} = None\n"]),
)
def test_black_changes_no_union(members: list[str], place: str) -> None:
    union = " | ".join(members)
    text = formatted(place.format(union, union))
    assert formatted_by_black(text) == text


def test_other_files_and_verbatim_ones_stay_as_they_are() -> None:
    files = [File("a.json", "{ }"), File("b.py", "x  =  1", is_verbatim=True), File("c.py", "\n")]
    assert format_files(files) == files


def test_python_that_is_not_valid_is_named() -> None:
    with pytest.raises(OasmithError) as raised:
        format_files([File("good.py", "x = 1\n"), File("folder/wrong.py", "x = 1\nclass = 2\n")])
    assert "folder/wrong.py: would not be valid Python at line 2" in str(raised.value)
