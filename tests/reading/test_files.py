"""Descriptions are read as YAML 1.2 and JSON say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from oasmith.errors import OasmithError
from oasmith.reading.files import load


def read(folder: Path, text: str, name: str = "a.yaml") -> Any:
    path = folder / name
    path.write_text(text, "utf-8")
    return load(path).data


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("on", "on"), ("no", "no"), ("yes", "yes"), ("y", "y"), ("off", "off"),
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("1e3", 1000.0), ("1.5", 1.5), (".5", 0.5), ("-2", -2), ("0o17", 15), ("0x1F", 31), ("0123", 123),
        ("1_000", "1_000"), ("12:30", "12:30"), ("2024-01-01", "2024-01-01"), ("'1'", "1"), ("=", "="),
    ],
)  # fmt: skip
def test_plain_scalars_are_those_of_yaml_1_2(tmp_path: Path, written: str, value: Any) -> None:
    found = read(tmp_path, f"key: {written}")["key"]
    assert (found, type(found)) == (value, type(value))


def test_keys_are_text_as_they_are_written(tmp_path: Path) -> None:
    assert read(tmp_path, "200: a\nno: b\n1.0: c\nnull: d") == {
        "200": "a",
        "no": "b",
        "1.0": "c",
        "null": "d",
    }


def test_anchors_and_merge_keys(tmp_path: Path) -> None:
    text = "base: &b {x: 1, y: 2}\nmore:\n  <<: *b\n  y: 3\nsame: *b"
    assert read(tmp_path, text) == {
        "base": {"x": 1, "y": 2},
        "more": {"x": 1, "y": 3},
        "same": {"x": 1, "y": 2},
    }


def test_json_with_tabs_and_a_byte_order_mark(tmp_path: Path) -> None:
    assert read(tmp_path, '\ufeff{\t"a":\t[1]\n}', "a.json") == {"a": [1]}


def test_a_key_that_is_no_plain_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OasmithError, match="a key has to be a plain value"):
        read(tmp_path, "? [a]\n: 1")


def test_the_line_of_a_pointer_in_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"a": {\n\t"b": [1,\n  {"c/d": 2, "é\\n": []}\n]}\n}', "utf-8")
    source = load(path)
    pointers = ("", "/a", "/a/b", "/a/b/1", "/a/b/1/c~1d", "/a/b/1/é\n/0", "/a/no")
    assert [source.line_of(pointer) for pointer in pointers] == [1, 1, 2, 3, 3, 3, 1]


def test_the_line_of_a_pointer(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a:\n  b:\n    - 1\n    - c/d: 2\n", "utf-8")
    source = load(path)
    assert [source.line_of(pointer) for pointer in ("", "/a", "/a/b", "/a/b/1", "/a/b/1/c~1d", "/a/no")] == [
        1, 1, 2, 4, 4, 1,
    ]  # fmt: skip
