"""Code with its parts marked up, by Pygments."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from markupsafe import Markup
from pygments.lexer import Lexer
from pygments.lexers import TextLexer, get_lexer_for_filename
from pygments.token import Comment, Keyword, Name, String, _TokenType, is_token_subtype
from pygments.util import ClassNotFound

from oasmith.quoting import visible_lines

_ELEMENTS = (
    (Comment.Preproc, "b"), (Comment, "em"), (Keyword, "b"), (Name.Tag, "b"), (String, "i"),
)  # fmt: skip
_JSON_ELEMENTS = ((Name.Tag, "b"),)
"""The elements for kinds of tokens. They are short, since a reference has hundreds of thousands."""


@lru_cache(maxsize=4096)
def highlighted(text: str, file: str) -> Markup:
    """Code as HTML; the name of its ``file`` says in which language it is."""
    suffix = file.rpartition(".")[2]
    lexer = _lexer(suffix)
    result, last, pending = [], "", ""
    for _, kind, part in lexer.get_tokens_unprocessed(visible_lines(text)):
        element = _element(kind, suffix == "json")
        if element != last:
            result.append(_marked(last, pending))
            last, pending = element, ""
        pending += part
    return Markup("").join([*result, _marked(last, pending)])


def _marked(element: str, text: str) -> Markup:
    escaped = escape(text, quote=False)
    return Markup(f"<{element}>{escaped}</{element}>" if element and text else escaped)


@lru_cache(maxsize=256)
def _element(kind: _TokenType, is_json: bool) -> str:
    elements = _JSON_ELEMENTS if is_json else _ELEMENTS
    return next((element for parent, element in elements if is_token_subtype(kind, parent)), "")


@lru_cache(maxsize=64)
def _lexer(suffix: str) -> Lexer:
    try:
        lexer: Lexer = get_lexer_for_filename(f"code.{suffix}")
    except ClassNotFound:
        lexer = TextLexer()
    return lexer
