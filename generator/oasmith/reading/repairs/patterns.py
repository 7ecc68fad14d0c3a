"""Patterns as the contract compiles them: ECMA-262 in the regular expressions of jsonschema-rs.

jsonschema-rs translates most of ECMA-262 itself. What it leaves is translated here where that is exact.
"""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(
    r"\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?P<class>\\(?:[dDwWsS]|[pP]\{[^}]*\}))"
    r"|(?P<braced>\\[ux]\{[^}]*\}|\\k<[^>]*>)"
    r"|(?P<zero>\\0(?![0-9]))"
    r"|\\(?P<escaped>.)"
    r"|(?P<quantifier>\{[0-9]*(?:,[0-9]*)?\})"
    r"|(?P<plain>.)",
    re.DOTALL,
)
_POSIX_CLASS = re.compile(
    r"\[[^\]]*\[:\^?(?:al(?:pha|num)|ascii|blank|cntrl|x?digit|graph|lower|print|punct|space|upper|word):\]"
)
"""ECMA-262 reads ``[[:alpha:]]`` as a class of some letters with a bracket after it, which nobody means."""
_LITERAL = re.compile(r"/(\^.*\$)/([giuy]*)", re.DOTALL)

_HINTS = (
    (r"\\Z", "Write $ instead of \\Z."),
    (r"\\[hHRXK]|\\[QE]", "Write only what ECMA-262 knows; this escape is of another language."),
    (r"\{,\d+\}", "Write {0,n} instead of {,n}."),
    (r"\(\?[<'#>(R&|]|\(\?P[=>]", "Write a group that ECMA-262 knows."),
    (_POSIX_CLASS.pattern, "Write \\p{L}, \\d or A-Z instead of a class of POSIX."),
    (r"\[\[?:|\\u[dD][89a-fA-F]", "Write characters above U+FFFF as \\u{…}."),
)
_REMEDY = "Write a regular expression of ECMA-262 that compiles."


@lru_cache(maxsize=4096)
def compilable(pattern: str) -> str | None:
    """The pattern in a form that the contract compiles to the same meaning; None where there is none."""
    if _POSIX_CLASS.search(pattern):
        return None
    for candidate in dict.fromkeys((_translated(pattern, False), _translated(pattern, True))):
        if _compiles(candidate):
            return candidate
    return None


def without_delimiters(pattern: str) -> str:
    """The pattern in a JavaScript literal such as ``/^a$/i``, which as a pattern matches nothing."""
    literal = _LITERAL.fullmatch(pattern)
    if literal is None:
        return pattern
    return f"(?i){literal[1]}" if "i" in literal[2] else literal[1]


def remedy(pattern: str) -> str:
    """What to do about a pattern that does not compile."""
    return next((hint for sign, hint in _HINTS if re.search(sign, pattern)), _REMEDY)


def _compiles(pattern: str) -> bool:
    from jsonschema_rs import Draft202012Validator

    from oasmith.runtime.contract import pattern_options

    try:
        Draft202012Validator({"pattern": pattern}, pattern_options=pattern_options())
    except ValueError:
        return False
    return True


def _translated(pattern: str, has_empty_classes: bool) -> str:
    """The pattern with what ECMA-262 writes differently, token by token.

    ``has_empty_classes``: whether ``[]`` and ``[^]`` are whole classes, as ECMA-262 has it, and not the
    start of a class with a bracket in it, as in most other languages.
    """
    result: list[str] = []
    is_class = False
    position = 0
    while position < len(pattern):
        if not is_class and pattern[position] == "[":
            opening = "[^" if pattern.startswith("[^", position) else "["
            position += len(opening)
            if pattern.startswith("]", position):
                position += 1
                if has_empty_classes:
                    result.append(r"[\s\S]" if opening == "[^" else "(?!)")
                    continue
                opening += "]"
            result.append(opening)
            is_class = True
            continue
        token = _TOKEN.match(pattern, position)
        if token is None:  # a backslash at the end
            result.append(pattern[position:])
            break
        is_class = is_class and token["plain"] != "]"
        result.append(_in_class(token) if is_class else _outside(token))
        position = token.end()
    return "".join(result)


def _outside(token: re.Match[str]) -> str:
    if token["quantifier"] == "{}" or token["plain"] == "{":
        return token[0].replace("{", r"\{")
    if token["escaped"] and token["escaped"] in "<>":
        return token["escaped"]  # which are the ends of words in Rust
    return _anywhere(token)


def _in_class(token: re.Match[str]) -> str:
    text, start, end = token.string, token.start(), token.end()
    if token["escaped"] == "b":
        return r"\x08"
    if token["plain"] == "-" and text[end : end + 1] != "]" and not text[:start].endswith(("[", "[^")):
        is_after = re.search(r"\\(?:[dDwWsS]|[pP]\{[^}]*\})$", text[:start]) is not None
        is_before = re.match(r"\\[dDwWsSpP]", text[end:]) is not None
        return r"\-" if is_after or is_before else "-"
    return _anywhere(token)


def _anywhere(token: re.Match[str]) -> str:
    if token["high"]:
        pair = bytes.fromhex(token["high"] + token["low"]).decode("utf-16-be")
        return f"\\u{{{ord(pair):X}}}"
    if token["zero"]:
        return r"\x00"
    if token["escaped"] and not token["escaped"].isascii():
        return token["escaped"]
    return token[0]
