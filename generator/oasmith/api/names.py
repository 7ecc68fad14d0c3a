"""Names of the description as Python identifiers: predictable, and always valid."""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata

_SPELLED = {
    "<": " lt ", ">": " gt ", "+": " plus ",
    "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
}  # fmt: skip
_LONGEST = 100
"""How long a name may be: files are named after it, and file systems allow 255 bytes."""
_SOFT_KEYWORDS = {"self", "cls", "None", "True", "False"}


class Identifier(str):
    """A string that is proven to be a Python identifier, and so may stand in code unquoted.

    Raises ValueError for anything that is not one.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Identifier:
        if not text.isidentifier() or keyword.iskeyword(text) or not text.isascii():
            raise ValueError(f"{text!r} is no identifier")
        return super().__new__(cls, text)


def snake_case(text: str) -> Identifier:
    """``CreatePool`` and ``X-Auth-Token`` to ``create_pool`` and ``x_auth_token``."""
    return _identifier("_".join(word.lower() for word in words(text)), "_")


def pascal_case(text: str) -> Identifier:
    """``elastic load balance`` to ``ElasticLoadBalance``; capitals inside a word stay."""
    return _identifier("".join(word[0].upper() + word[1:] for word in words(text)), "")


def words(text: str) -> list[str]:
    """The words of a name: split at anything but letters and digits, and where capitals begin a word."""
    spelled = "".join(_SPELLED.get(char, char) for char in text)
    plain = unicodedata.normalize("NFKD", spelled)
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.findall(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+", plain)


def import_order(name: str) -> tuple[int, str]:
    """A sort key for imported names in isort's way: constants, classes, functions; case does not count."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower()


def _identifier(text: str, joint: str) -> Identifier:
    if not text:
        return Identifier("unnamed" if joint else "Unnamed")
    if text[0].isdigit():
        text = f"n{joint}{text}" if joint else f"N{text}"
    if keyword.iskeyword(text) or text in _SOFT_KEYWORDS:
        text += "_"
    return Identifier(shortened(text, joint))


def shortened(name: str, joint: str = "") -> str:
    """A name, with a hash of it in place of its end where it is too long."""
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name[: _LONGEST - len(joint) - len(digest)].rstrip('_')}{joint}{digest}"
