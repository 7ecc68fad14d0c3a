"""Every style and explode, as the table of OpenAPI 3.1 §4.8.12.3 has them."""

from __future__ import annotations

from typing import Any

import pytest
from oasmith.runtime.styles import header_value, path_segment, written_pairs

EMPTY, TEXT, LIST = "", "blue", ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


@pytest.mark.parametrize(
    ("style", "explode", "value", "written"),
    [
        ("matrix", False, EMPTY, ";color"),
        ("matrix", False, TEXT, ";color=blue"),
        ("matrix", False, LIST, ";color=blue,black,brown"),
        ("matrix", False, OBJECT, ";color=R,100,G,200,B,150"),
        ("matrix", True, EMPTY, ";color"),
        ("matrix", True, TEXT, ";color=blue"),
        ("matrix", True, LIST, ";color=blue;color=black;color=brown"),
        ("matrix", True, OBJECT, ";R=100;G=200;B=150"),
        ("label", False, EMPTY, "."),
        ("label", False, TEXT, ".blue"),
        ("label", False, LIST, ".blue,black,brown"),
        ("label", False, OBJECT, ".R,100,G,200,B,150"),
        ("label", True, EMPTY, "."),
        ("label", True, TEXT, ".blue"),
        ("label", True, LIST, ".blue.black.brown"),
        ("label", True, OBJECT, ".R=100.G=200.B=150"),
        ("simple", False, TEXT, "blue"),
        ("simple", False, LIST, "blue,black,brown"),
        ("simple", False, OBJECT, "R,100,G,200,B,150"),
        ("simple", True, TEXT, "blue"),
        ("simple", True, LIST, "blue,black,brown"),
        ("simple", True, OBJECT, "R=100,G=200,B=150"),
    ],
)
def test_styles_of_a_path(style: str, explode: bool, value: Any, written: str) -> None:
    assert path_segment("color", value, style, explode) == written


@pytest.mark.parametrize(
    ("style", "explode", "value", "written"),
    [
        ("form", False, EMPTY, "color="),
        ("form", False, TEXT, "color=blue"),
        ("form", False, LIST, "color=blue,black,brown"),
        ("form", False, OBJECT, "color=R,100,G,200,B,150"),
        ("form", True, EMPTY, "color="),
        ("form", True, LIST, "color=blue&color=black&color=brown"),
        ("form", True, OBJECT, "R=100&G=200&B=150"),
        ("form", False, ["a,b", "c d&"], "color=a%2Cb,c%20d%26"),
        ("form", False, {"a,b": "c,"}, "color=a%2Cb,c%2C"),
        ("form", True, {"sort": ["a,b", "c"], "page": 0, "none": []}, "sort=a%2Cb&sort=c&page=0"),
        ("spaceDelimited", False, LIST, "color=blue%20black%20brown"),
        ("spaceDelimited", False, OBJECT, "color=R%20100%20G%20200%20B%20150"),
        ("pipeDelimited", False, LIST, "color=blue%7Cblack%7Cbrown"),
        ("pipeDelimited", False, OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150"),
        ("deepObject", True, OBJECT, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        ("deepObject", True, {"a": {"b": [1, True]}, "c": None},
         "color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bb%5D=true&color%5Bc%5D="),
    ],
)  # fmt: skip
def test_styles_of_a_query(style: str, explode: bool, value: Any, written: str) -> None:
    assert "&".join(written_pairs("color", value, style, explode)) == written


@pytest.mark.parametrize(
    ("explode", "value", "written"),
    [
        (False, "blue é", "blue é"),
        (False, LIST, "blue,black,brown"),
        (False, OBJECT, "R,100,G,200,B,150"),
        (True, LIST, "blue,black,brown"),
        (True, OBJECT, "R=100,G=200,B=150"),
        (False, [True, None, 1.5, 2.0, {"a": 1}], 'true,,1.5,2.0,{"a":1}'),
    ],
)
def test_the_style_of_a_header(explode: bool, value: Any, written: str) -> None:
    assert header_value(value, explode) == written
