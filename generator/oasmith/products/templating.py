"""Template environments that quote by themselves.

A value that a template prints becomes a literal of the language being written. Only ``Code`` and
``Identifier`` values, which are made by functions of this project and never by a description, are
printed as they are. There is no ``safe`` filter.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from oasmith.names import Identifier

Quote = Callable[[Any], str]


class Code(str):
    """A piece of the language being written, made by this project's own functions."""

    __slots__ = ()


class InexpressibleError(ValueError):
    """A language has no way to write a value; the text says which value, and where it cannot stand."""


def environment(quote: Quote, folders: tuple[Path, ...], **filters: Callable[..., Any]) -> jinja2.Environment:
    """A template environment for one language, whose plain strings come out as that language's literals.

    ``folders`` are searched in turn, so that a user's own template wins over the one shipped. The same
    arguments give the same environment, since to compile a template takes longer than to render it.
    """
    return _environment(quote, folders, tuple(filters.items()))


@lru_cache(maxsize=32)
def _environment(
    quote: Quote, folders: tuple[Path, ...], filters: tuple[tuple[str, Callable[..., Any]], ...]
) -> jinja2.Environment:
    def finalize(value: Any) -> str:
        # An undefined value tells itself that it is, when it is made a string.
        return str(value) if isinstance(value, (Code, Identifier, jinja2.Undefined)) else quote(value)

    result = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, templates_folder()]),
        finalize=finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        cache_size=-1,
    )
    del result.filters["safe"]
    result.filters.update(filters)
    return result


def python_environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """The environment for Python; its filter ``quoted`` makes a literal of an Identifier or Code."""
    return environment(python_literal, folders, quoted=_quoted_python)


def _quoted_python(name: Any) -> Code:
    return python_literal(str(name))


def templates_folder() -> Path:
    """The templates of this project: inside the package when installed, at the top of a checkout else."""
    packaged = Path(__file__).parent.parent / "templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "templates"


def render(source: jinja2.Environment, template: str, context: Mapping[str, Any]) -> str:
    """One template as text."""
    return source.get_template(template).render(context)


def python_literal(value: Any) -> Code:
    """A JSON value or tuple as a Python expression in ASCII-safe, black's own quoting."""
    if isinstance(value, str):
        return Code(_python_string(value))
    if isinstance(value, Mapping):
        return Code(
            "{" + ", ".join(f"{python_literal(k)}: {python_literal(v)}" for k, v in value.items()) + "}"
        )
    if isinstance(value, list):
        return Code("[" + ", ".join(map(python_literal, value)) + "]")
    if isinstance(value, tuple):
        return Code("(" + "".join(f"{python_literal(item)}, " for item in value).rstrip() + ")")
    if value is None or isinstance(value, (bool, int)):
        return Code(repr(value))
    if isinstance(value, float):
        return Code(
            repr(value) if value == value and abs(value) != float("inf") else f"float({str(value)!r})"
        )
    raise TypeError(f"{type(value).__name__} is no JSON value")


def _python_string(text: str) -> str:
    """Double quotes, and escapes for whatever is not plainly visible."""
    plain = visible(text.replace("\\", "\\\\").replace('"', '\\"'))
    return f'"{plain}"'


_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u17b4\u17b5"
    "\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ud800-\uf8ff\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U0010ffff]"
)
"""Characters that a reader does not see, or that make text look other than it is (Unicode TR 36 §3.3).

Controls, formats, spaces but the ordinary one, halves of surrogate pairs, and those for private use. The
list is written out, as Python's own differs from version to version.
"""


def _visible(char: str) -> str:
    if char == "\n":
        return "\\n"
    if not _HIDDEN.match(char):
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str) -> str:
    """A text with an escape for every character that a reader does not see."""
    return _HIDDEN.sub(lambda match: _visible(match[0]), text)


def python_docstring(text: str) -> Code:
    """A text as the inside of a docstring, between triple double quotes, with no way out of it."""
    lines = [line.rstrip() for line in re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text.strip())]
    plain = "\n".join(visible(line.replace("\\", "\\\\")) for line in lines)
    return Code(re.sub(r'"(?="|\Z)', r"\"", plain))


def shell_word(value: Any) -> str:
    """A value as one word of a POSIX shell. Raises InexpressibleError for a null character."""
    text = _scalar_text(value)
    if "\0" in text:
        raise InexpressibleError("no word of a shell holds a null character")
    return shlex.quote(text)


def shell_default(variable: Identifier, value: str) -> Code:
    """``"${VARIABLE:-value}"``, in which the value is only text (POSIX.1-2024, XCU §2.6.2)."""
    escaped = re.sub(r'([\\"$`}])', r"\\\1", value)
    return Code(f'"${{{variable}:-{escaped}}}"')


def shell_required(variable: Identifier) -> Code:
    """``${VARIABLE:?set VARIABLE}``, which ends the script with these words where there is no value."""
    return Code(f"${{{variable}:?set {variable}}}")


def httpie_text(text: str) -> str:
    """A text in an item of HTTPie, in which a backslash before a separator would be an escape.

    Raises InexpressibleError for a text that has one there, which nothing escapes, or a null character.
    """
    if re.search(r"\0|(?<!\\)(?:\\\\)*\\[:;=@]", text):
        raise InexpressibleError(f"{text!r} cannot stand in an item of HTTPie")
    return text


def httpie_name(text: str) -> str:
    """A name before a separator of HTTPie's, with those in it escaped.

    Raises InexpressibleError for a name that nothing escapes, or that would be an option.
    """
    httpie_text(f"{text}=")
    if not text or text.startswith("-"):
        raise InexpressibleError(f"{text!r} cannot be the name of an item of HTTPie")
    return re.sub(r"([:;=@])", r"\\\1", text)


def httpie_method(text: str) -> str:
    """A method, which HTTPie sends in capitals.

    Raises InexpressibleError for one that it would take for a URL.
    """
    if not re.fullmatch("[A-Z]+", text):
        raise InexpressibleError(f"{text!r} cannot be a method for HTTPie")
    return text


def line_comment(text: str) -> Code:
    """A text as the rest of a comment line: one line, and no marks that make it look like more."""
    return Code(visible(" ".join(text.split())))


def markdown_text(value: Any) -> str:
    """A value as one line of Markdown prose: nothing in it is markup, a table cell, HTML, or hidden."""
    text = visible(re.sub(r"\s+", " ", _scalar_text(value)).strip())
    return re.sub(r"([\\`*\[\]<>|#~&{}]|(?<!\w)_|_(?!\w))", r"\\\1", text)


def markdown_code(value: Any) -> Code:
    """A value as a Markdown code span, fit for a table cell."""
    text = visible(re.sub(r"\s+", " ", _scalar_text(value))).replace("|", "\\|")
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest or not text.strip() else ""
    return Code(f"{fence}{space}{text}{space}{fence}")


def http_value(value: Any) -> str:
    """A value inside a line of a request file, which knows no escapes. Raises InexpressibleError.

    Its programs carry out what stands between two braces.
    """
    text = _scalar_text(value)
    if not text.isprintable() or "{{" in text:
        raise InexpressibleError(f"{text!r} cannot stand in a line of a request file")
    return text


def http_reference(name: str) -> Code:
    """A variable of a request file: ``{{name}}``."""
    return Code("{{" + http_value(name) + "}}")


_MARKS_IN_BODIES = re.compile(
    r"\{\{|^\s*(?:#|//|@[^\s=]+\s*=|```)|^<(?:>|\s|@\w*\s)|^>|\A\s*(?:\n|\Z)|\n\s*\Z", re.MULTILINE
)
"""What the editors that send request files read as something else than a body, or take away.

Two braces begin a variable; a line is a comment, the next request, a variable, a test, the name of a
file or what is done with the answer. No editor has an escape for any of them.
"""


def http_body(text: str, is_multipart: bool) -> Code:
    """A body in a request file, which goes on to the end of the file.

    The editors end its lines with CR LF if it is multipart, and with LF if it is not. Raises
    InexpressibleError for a body that would be sent as another one, or that is not plainly visible.
    """
    lines = text.rstrip("\r\n").split("\r\n") if is_multipart else text.split("\n")
    is_plain = all(line.replace("\t", " ").isprintable() for line in lines)
    if text and (not is_plain or _MARKS_IN_BODIES.search("\n".join(lines))):
        raise InexpressibleError("request files have no way to write this body as it is")
    return Code(text)


def http_json_body(text: str) -> Code:
    """JSON as a body in a request file; two braces, which begin a variable there, are escaped."""
    return Code(text.replace("{{", "{\\u007b"))


def json_text(value: Any, indent: int | None = 2) -> Code:
    """A JSON value as JSON text. It holds no line break but those of the layout."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    return Code("\n".join(_HIDDEN.sub(_json_escape, line) for line in text.split("\n")))


def _json_escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1].replace("\x7f", "\\u007f")


def javascript_literal(value: Any) -> Code:
    """A JSON value as a JavaScript expression in ASCII (ECMA-262 §12.9.4 knows JSON's escapes)."""
    return Code(json.dumps(value).replace("\x7f", "\\u007f"))


def javascript_body(value: Any) -> Code:
    """An expression for the JSON text of a value: an object made text, or else the text itself.

    An object of JavaScript keeps no key ``__proto__`` (ECMA-262 §B.3.1) and no number that is not a
    double. Keys of digits come first in it, which means nothing in JSON.
    """
    text = json_text(value)
    if '"__proto__"' in text or not _is_kept(value):
        return javascript_literal(str(text))
    nested = text.replace("\n", "\n  ")
    return Code(f"JSON.stringify({nested})")


def _is_kept(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_kept, value.values()))
    if isinstance(value, list):
        return all(map(_is_kept, value))
    return not isinstance(value, int) or abs(value) < 2**53


def go_string(value: Any) -> Code:
    """A text, or the JSON of another value, as a Go string literal in ASCII."""
    return Code(f'"{"".join(map(_go_char, _scalar_text(value)))}"')


def go_block(text: str) -> Code:
    """A text of several lines as a raw string literal where one can hold it, else as ``go_string`` has it."""
    plain = "".join(text.split("\n"))
    is_raw = plain != text and "`" not in text and not _HIDDEN.search(plain)
    return Code(f"`{text}`") if is_raw else go_string(text)


def _go_char(char: str) -> str:
    if char in '\\"':
        return "\\" + char
    if " " <= char <= "~":
        return char
    code = ord(char) if not "\ud800" <= char <= "\udfff" else 0xFFFD  # Go has no half of a pair
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def java_string(value: Any) -> Code:
    """A text, or the JSON of another value, as a Java string literal in ASCII.

    Control characters are octal: Java reads ``\\u000a`` as a line break before it sees the string.
    """
    return Code(f'"{"".join(map(_java_char, _scalar_text(value)))}"')


def java_block(text: str, indent: int) -> Code:
    """A text of several lines as a text block, with its lines that far in; else as ``java_string`` has it.

    Java takes away the whitespace that all lines begin with and that a line ends with (JLS §3.10.6), so
    that a block has to begin with something else, and no line may end in any.
    """
    lines = text.split("\n")
    if len(lines) == 1 or text[0].isspace() or any(line != line.rstrip() for line in lines):
        return java_string(text)
    margin = " " * indent
    block = "\n".join(margin + "".join(map(_java_block_char, line)) if line else "" for line in lines[:-1])
    block += f"\n{margin}" + "".join(map(_java_block_char, lines[-1]))
    block = re.sub('""(?=")|"$', lambda quotes: quotes[0].replace('"', '\\"'), block)
    return Code(f'"""\n{block}"""')


def _java_block_char(char: str) -> str:
    return char if char == '"' else _java_char(char)


def java_comment(text: str) -> Code:
    """A text as the rest of a comment line; Java reads escapes such as that of a line break even there."""
    return Code(line_comment(text).replace("\\", "\\u005c"))


def _java_char(char: str) -> str:
    if char in '\\"':
        return "\\" + char
    if " " <= char <= "~":
        return char
    if char < "\x80":
        return f"\\{ord(char):03o}"
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _scalar_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


QUOTINGS: Mapping[str, tuple[Quote, Mapping[str, Callable[..., Any]]]] = {
    "python": (python_literal, {"quoted": _quoted_python}),
    "shell": (
        shell_word,
        {
            "required": shell_required,
            "item": httpie_text,
            "item_name": httpie_name,
            "item_method": httpie_method,
        },
    ),
    "http": (http_value, {"reference": http_reference, "body": http_body, "json_body": http_json_body}),
    "json": (json_text, {}),
    "javascript": (javascript_literal, {"quoted": lambda name: javascript_literal(str(name))}),
    "go": (go_string, {"quoted": lambda name: go_string(str(name)), "block": go_block}),
    "java": (
        java_string,
        {"quoted": lambda name: java_string(str(name)), "escaped": java_comment, "block": java_block},
    ),
}
"""How plain strings are quoted in a language of the examples, and the filters that its templates have."""
