"""Text out of a description can never become code."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jinja2
import pytest
from examples.javascript.language import javascript_body, javascript_literal
from hypothesis import given, settings
from hypothesis import strategies as st
from oasmith.names import Identifier, pascal_case, snake_case
from oasmith.products.templating import environment, python_environment
from oasmith.quoting import Code, line_comment
from oasmith.quoting.go import go_block, go_literal
from oasmith.quoting.java import java_block, java_literal
from oasmith.quoting.markdown import markdown_code, markdown_text
from oasmith.quoting.python import python_docstring, python_literal
from oasmith.quoting.shell import shell_default, shell_word

HOSTILE = [
    '"', "'", '"""', "'''", "\\", "\\'", '\\"""', "\n", "\r", "\u2028", "\x85", "{{ 7 * 7 }}", "{% raw %}",
    "${HOME}", "$(id)", "`id`", "*/", "%s", "}", "\u202eevil", "\x00", "\x1b[31m", "🎉", "__import__('os')",
    "|", "<b>", "#", "\\\n",
]  # fmt: skip
TEXTS = st.text() | st.lists(st.sampled_from(HOSTILE), max_size=4).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(JSON)
def test_a_python_literal_is_its_value(value: Any) -> None:
    text = python_literal(value)
    assert ast.literal_eval(text) == value
    assert "\n" not in text
    assert "\u202e" not in text


@given(TEXTS)
def test_a_docstring_is_one_docstring(text: str) -> None:
    source = f'def function():\n    """{python_docstring(text)}\n    """\n    return 1\n'
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 2
    docstring = ast.get_docstring(function, clean=False)
    assert docstring is not None
    assert "".join(docstring.split()) == "".join(text.split()) or not text.isprintable()


@given(TEXTS)
def test_a_plain_string_in_a_template_is_quoted_and_only_code_is_not(text: str) -> None:
    template = python_environment(()).from_string("{{ text }}, {{ name }}, {{ code }}, {{ name | quoted }}")
    line = template.render(text=text, name=Identifier("name"), code=Code("1 + 1"))
    assert line.endswith(', name, 1 + 1, "name"')
    assert ast.literal_eval(line.removesuffix(', name, 1 + 1, "name"')) == text


def test_there_is_no_way_to_mark_text_as_safe() -> None:
    with pytest.raises(jinja2.TemplateAssertionError, match="safe"):
        python_environment(()).from_string("{{ text | safe }}")
    with pytest.raises(jinja2.UndefinedError):
        python_environment(()).from_string("{{ nothing }}").render()


def test_a_users_template_wins(tmp_path: Path) -> None:
    (tmp_path / "client").mkdir()
    (tmp_path / "client" / "_base.py.jinja").write_text("{{ text }}", "utf-8")
    mine = environment(shell_word, (tmp_path,)).get_template("client/_base.py.jinja")
    assert mine.render(text="a b") == "'a b'"


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh here")
@settings(max_examples=20)
@given(st.lists(TEXTS.filter(lambda text: "\x00" not in text and "\r" not in text), min_size=1, max_size=20))
def test_a_shell_reads_words_and_defaults_as_they_are(texts: list[str]) -> None:
    words = " ".join(shell_word(text) for text in texts)
    defaults = " ".join(shell_default(Identifier("UNSET_VARIABLE"), text) for text in texts)
    script = f"printf '%s\\0' {words} {defaults}"
    printed = subprocess.run(["sh", "-c", script], capture_output=True, check=True).stdout.decode()
    assert printed.split("\0")[:-1] == texts + texts


@given(TEXTS)
def test_literals_of_other_languages_are_one_plain_line(text: str) -> None:
    for quote in (javascript_literal, go_literal, java_literal):
        literal = quote(text)
        assert literal.isascii()
        assert literal.isprintable()
        assert re.fullmatch(r'"(?:[^"\\]|\\.)*"', literal)


@given(JSON)
def test_a_javascript_literal_is_its_value(value: Any) -> None:
    assert json.loads(javascript_literal(value)) == value


@given(TEXTS)
def test_a_go_literal_is_its_value(text: str) -> None:
    assert ast.literal_eval(go_literal(text)) == text  # Python has Go's escapes


@given(TEXTS)
def test_a_java_literal_is_its_value(text: str) -> None:
    read = ast.literal_eval(java_literal(text))  # Python has Java's escapes, but not its surrogate pairs
    assert read.encode("utf-16", "surrogatepass").decode("utf-16") == text


BLOCKS = st.lists(
    st.lists(
        st.sampled_from([*HOSTILE, "\n", "\n", '"', " ", "a", "{", "\u2003", "\t", "\ufeff"]), max_size=8
    ).map("".join),
    min_size=20,
    max_size=40,
)


@pytest.mark.skipif(shutil.which("go") is None, reason="go is not installed")
@settings(max_examples=5)
@given(BLOCKS)
def test_go_reads_blocks_as_they_are(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    file = tmp_path_factory.mktemp("go") / "main.go"
    lines = "".join(f'\tfmt.Printf("%x\\n", {go_block(text)})\n' for text in texts)
    file.write_text(f'package main\n\nimport "fmt"\n\nfunc main() {{\n{lines}}}\n', "utf-8", newline="")
    done = subprocess.run(["go", "run", str(file)], capture_output=True, text=True)
    assert [bytes.fromhex(line).decode() for line in done.stdout.splitlines()] == texts, done.stderr


@pytest.mark.skipif(shutil.which("java") is None, reason="java is not installed")
@settings(max_examples=5)
@given(BLOCKS, st.integers(0, 16))
def test_java_reads_blocks_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], indent: int
) -> None:
    file = tmp_path_factory.mktemp("java") / "Main.java"
    lines = "".join(
        f"System.out.println(hex.formatHex({java_block(text, indent)}.getBytes(utf8)));\n" for text in texts
    )
    file.write_text(
        "public class Main { public static void main(String[] arguments) {\n"
        "var hex = java.util.HexFormat.of(); var utf8 = java.nio.charset.StandardCharsets.UTF_8;\n"
        f"{lines}}} }}\n",
        "utf-8",
        newline="",
    )
    done = subprocess.run(["java", str(file)], capture_output=True, text=True)
    assert [bytes.fromhex(line).decode() for line in done.stdout.splitlines()] == texts, done.stderr


@pytest.mark.parametrize("value", [{"a": [1, "é"]}, {"b": '\\ "', "c": "x"}])
def test_json_is_as_readable_in_go_and_java_as_elsewhere(value: Any) -> None:
    text = json.dumps(value, indent=2, ensure_ascii=False)
    assert go_block(text) == f"`{text}`"
    assert len(java_block(text, 8).splitlines()) == len(text.splitlines()) + 1
    assert go_block("one line") == go_literal("one line")
    assert java_block("one line", 8) == java_literal("one line")


@given(TEXTS)
def test_markdown_and_comments_stay_on_one_line(text: str) -> None:
    for made in (markdown_text(text), markdown_code(text), line_comment(text)):
        assert len(made.splitlines()) <= 1
    assert "|" not in markdown_text(text).replace("\\|", "")
    assert "<" not in markdown_text(text).replace("\\<", "")


@given(TEXTS)
def test_every_name_is_an_identifier(text: str) -> None:
    assert snake_case(text).isidentifier()
    assert pascal_case(text).isidentifier()
    assert snake_case(snake_case(text)) in (snake_case(text), snake_case(text) + "_")


@pytest.mark.parametrize("text", ["", "1a", "a-b", "class", "é", "a b"])
def test_an_identifier_is_proven(text: str) -> None:
    with pytest.raises(ValueError, match="is not an identifier"):
        Identifier(text)


@pytest.mark.parametrize("value", [{"__proto__": {"a": 1}}, [{"n": 2**60}], {"a": "\u202e\u2028\u0085"}])
def test_a_javascript_body_is_the_json_of_its_value(value: Any) -> None:
    code = javascript_body(value)
    assert not set(code) & set("\u202e\u2028\u0085")
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    done = subprocess.run(["node", "-p", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == value
