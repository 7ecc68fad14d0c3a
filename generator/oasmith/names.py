"""Python identifiers for the names of a description, and the registry that makes them unique.

A name is built in three steps: ``words`` splits a string into words, ``snake_case`` and ``pascal_case`` join
the words to an identifier, and a ``Namespace`` makes names unique in their scope. The results do not depend
on the Python version.
"""

from __future__ import annotations

import hashlib
import keyword
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from anyascii import anyascii

Key = TypeVar("Key", bound=Hashable)

LONGEST = 70
"""Maximum length of a name, so that it fits into a line and a file name."""

_SOFT_KEYWORDS = {"self", "cls", "None", "True", "False"}
_SPELLED = {
    "<": " lt ", ">": " gt ", "+": " plus ", "Æ": "Ae", "Œ": "Oe",
}  # fmt: skip
"""Characters that are always replaced by words, or not transliterated as anyascii does it."""
_PUNCTUATION = _SPELLED | {
    ".": " dot ", "\\": " backslash ",
    "@": " at ", "$": " dollar ", "#": " hash ", "*": " star ", "!": " not ", "?": " question ",
    "%": " percent ", "&": " and ", "|": " or ", "=": " equals ", "~": " tilde ", "^": " caret ",
    ":": " colon ", ";": " semicolon ", ",": " comma ", "'": " quote ", '"': " quote ", "`": " backtick ",
    "(": " open ", ")": " close ", "[": " list ", "]": " ", "{": " brace ", "}": " ",
}  # fmt: skip
"""Words for punctuation. They distinguish names that differ only in their punctuation."""
_SEPARATORS = _PUNCTUATION | {"-": " dash ", "_": " underscore ", "/": " slash ", " ": " space "}
"""The same with separators, for names without letters and digits. In other names these separate words."""

_SPELLED_BY_CODE, _PUNCTUATION_BY_CODE = str.maketrans(_SPELLED), str.maketrans(_PUNCTUATION)

_ONE_WORD = (
    "BitBucket", "ChatGPT", "DevOps", "DocuSign", "DynamoDB", "GitHub", "GitLab", "GraphQL", "HubSpot",
    "IaaS", "InfluxDB", "IoT", "IPv4", "IPv6", "JavaScript", "LaTeX", "LinkedIn", "MariaDB", "MongoDB",
    "MySQL", "NoSQL", "OAuth2", "OAuth1", "OAuth", "OpenAI", "OpenAPI", "OpenID", "PaaS", "PayPal",
    "PostgreSQL", "SaaS", "TikTok", "TypeScript", "WhatsApp", "WiFi", "WordPress", "YouTube",
)  # fmt: skip
"""Words with capitals inside: ``GitHubApp`` is ``github_app``."""
_ONE_WORD_IN_SMALL = (
    "eBay", "eSIM", "gRPC", "iCloud", "iOS", "iPadOS", "iPad", "iPhone", "kWh", "macOS", "mTLS",
    "oAuth2", "oAuth1", "oAuth", "tvOS", "watchOS",
)  # fmt: skip
"""The same for words that begin with a small letter. They are recognized only at the start of a name."""
_WORD = re.compile(
    rf"(?:{'|'.join(_ONE_WORD)})(?![a-z])"
    rf"|(?<![A-Za-z])(?:{'|'.join(_ONE_WORD_IN_SMALL)})(?![a-z])"
    r"|[A-Z]{2,}s(?![a-z])"  # URLs, IDs
    r"|[A-Z]+(?![a-z])[0-9]*"
    r"|[A-Z]?[a-z]+[0-9]*"
    r"|[0-9]+"
)
_FILLERS = {
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
}  # fmt: skip

_WINDOWS_DEVICES = {
    "aux",
    "con",
    "nul",
    "prn",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)),
}


class Identifier(str):
    """A string that is a valid Python identifier, so that templates can write it unquoted.

    Raises ValueError for keywords, for identifiers that are not ASCII, and for other strings.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Identifier:
        if not text.isidentifier() or keyword.iskeyword(text) or not text.isascii():
            raise ValueError(f"{text!r} is not an identifier")
        return super().__new__(cls, text)


@lru_cache(maxsize=65_536)  # the properties of a big API have few names
def snake_case(text: str) -> Identifier:
    """An identifier in snake case: ``create_pool`` for ``CreatePool``, ``x_token`` for ``X-Token``."""
    return _identifier([word.lower() for word in _words_or_characters(text)], text, "_")


def pascal_case(text: str) -> Identifier:
    """An identifier in Pascal case: ``ElasticLoadBalance`` for ``elastic load balance``.

    Capitals inside a word stay.
    """
    return _identifier([word[0].upper() + word[1:] for word in _words_or_characters(text)], text, "")


def spelled_out(text: str) -> str:
    """The string with its punctuation as words: ``at type`` for ``@type``, ``a dot b`` for ``a.b``."""
    return text.translate(_PUNCTUATION_BY_CODE)


def words(text: str) -> list[str]:
    """The words of a name. It is split at capitals that begin a word and at all but letters and digits.

    Letters of other scripts are transliterated. The result is empty if there are no letters and digits.
    """
    if text.startswith("-") and text[1:2].isdigit():
        text = f"minus {text[1:]}"
    return _WORD.findall(transliterated(text.translate(_SPELLED_BY_CODE)))


def transliterated(text: str) -> str:
    """The string in ASCII: ``Imya`` for ``Имя``. Apostrophes that the transliteration adds are removed."""
    if text.isascii():
        return text
    return "".join(char if char.isascii() else anyascii(char).replace("'", "") for char in text)


def singular(word: str) -> str:
    """The singular of an English word: ``category`` for ``categories``, ``box`` for ``boxes``.

    A word that is not a plural is returned unchanged.
    """
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def shortened(name: str) -> str:
    """A class name of at most ``LONGEST`` characters; a shorter name is returned unchanged."""
    return name if len(name) <= LONGEST else _shortened(words(name), name, "")


def file_name(name: str) -> str:
    """A name for a file or folder. Names of devices on Windows, such as ``con``, get an underscore."""
    return f"{name}_" if name.lower() in _WINDOWS_DEVICES else name


def import_order(name: str) -> tuple[int, str]:
    """A sort key for imported names, in isort's order: constants, classes, functions, ignoring case."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower()


@dataclass(frozen=True, slots=True)
class Wish:
    """The ``candidates`` for the name of one thing, the best first.

    ``text`` is its name in the description; a candidate that is equal to it has priority. ``is_asked``
    says that the description or the settings ask for the first candidate.
    """

    candidates: Sequence[str]
    text: str = ""
    is_asked: bool = False

    def claim(self, name: str) -> int:
        """The priority for a name, from 0 (asked for) to 3 (different from the name in the description)."""
        if self.is_asked and name == self.candidates[0]:
            return 0
        return 1 if self.text == name else 2 if _letters(self.text) == _letters(name) else 3


class Namespace:
    """A scope in which names are unique. Its methods return them as plain strings.

    ``reserved`` names are never used. ``escape`` returns a replacement for a reserved name; without it, the
    next candidate is used. ``joint`` separates a name from its number. ``ignores_case`` is for file names.
    """

    def __init__(
        self,
        reserved: Collection[str] = (),
        *,
        escape: Callable[[str], str] | None = None,
        joint: str = "_",
        ignores_case: bool = False,
    ) -> None:
        self._reserved = frozenset(reserved)
        self._escape = escape
        self._joint = joint
        self._ignores_case = ignores_case
        self._taken = {self._folded(name) for name in reserved}

    def __contains__(self, name: str) -> bool:
        return self._folded(name) in self._taken

    def add(self, *names: str) -> None:
        """Mark names as taken."""
        self._taken.update(map(self._folded, names))

    def usable(self, name: str) -> str:
        """The name, or its replacement if it is reserved."""
        return self._escape(name) if self._escape and name in self._reserved else name

    def take(self, candidates: Iterable[str]) -> str:
        """Take the first free candidate, or else the last one with the lowest free number from 2 on."""
        usable = self._usable(candidates)
        name = next((name for name in usable if name not in self), None)
        number = 1
        while name is None:
            number += 1
            numbered = f"{usable[-1]}{self._joint}{number}"
            name = numbered if numbered not in self else None
        self.add(name)
        return name

    def assign(self, wishes: Mapping[Key, Wish]) -> dict[Key, str]:
        """Assign a name to each key. The order of the wishes does not matter.

        Of several wishes for one name, the one with the best priority gets it. If several have the best
        priority, none of them gets the name; otherwise it could move to another thing when the description
        changes. They try their next candidates, and get numbers after the last one.
        """
        first = [self._folded(wish.candidates[0]) for wish in wishes.values()]
        if len(set(first)) == len(first) and self._taken.isdisjoint(first):  # as in most scopes
            self._taken.update(first)
            return {key: str(wish.candidates[0]) for key, wish in wishes.items()}
        left = {key: self._usable(wishes[key].candidates) for key in sorted(wishes, key=repr)}
        found: dict[Key, str] = {}
        for depth in range(max(map(len, left.values()), default=0)):
            rivals: dict[str, list[Key]] = {}
            for key, candidates in left.items():
                if key not in found and depth < len(candidates) and candidates[depth] not in self:
                    rivals.setdefault(self._folded(candidates[depth]), []).append(key)
            for keys in rivals.values():
                claims = {key: wishes[key].claim(left[key][depth]) for key in keys}
                best = [key for key in keys if claims[key] == min(claims.values())]
                if len(best) == 1:
                    found[best[0]] = left[best[0]][depth]
            self.add(*found.values())
        for key, candidates in left.items():
            if key not in found:
                found[key] = self.take(candidates[-1:])
        return {key: found[key] for key in wishes}

    def _usable(self, candidates: Iterable[str]) -> list[str]:
        """The candidates that are not reserved; the last one with an underscore if all are."""
        found = list(map(str, candidates))
        usable = [self.usable(name) for name in found if self._escape or name not in self._reserved]
        return usable or [f"{found[-1]}_"]

    def _folded(self, name: str) -> str:
        return name.lower() if self._ignores_case else name


def with_underscore(name: str) -> str:
    """A reserved name with an underscore (PEP 8): ``models_`` for ``models``."""
    return f"{name}_"


def _letters(text: str) -> str:
    return "".join(words(text)).lower()


def _words_or_characters(text: str) -> list[str]:
    """The words of a string, else those for its punctuation, else the code points of its characters."""
    separators = "".join(_SEPARATORS.get(char, char) for char in text)
    return words(text) or words(separators) or [f"u{ord(char)}" for char in text]


def _identifier(parts: list[str], text: str, joint: str) -> Identifier:
    if not parts:
        return Identifier("unnamed" if joint else "Unnamed")
    if parts[0][0].isdigit():
        parts = ["n" if joint else "N", *parts]
    name = joint.join(parts)
    if len(name) > LONGEST:
        name = _shortened(parts, text, joint)
    if keyword.iskeyword(name) or name in _SOFT_KEYWORDS:
        name += "_"
    return Identifier(name)


def _shortened(parts: list[str], text: str, joint: str) -> str:
    """The words without articles, prepositions and duplicates.

    If these are still too long, the first and the last words and a hash of the text.
    """
    meaningful = [word for index, word in enumerate(parts) if not index or word.lower() not in _FILLERS]
    lower = [word.lower() for word in meaningful]
    unique = [word for index, word in enumerate(meaningful) if word.lower() not in lower[:index]]
    for chosen in (meaningful, unique):
        if len(joint.join(chosen)) <= LONGEST:
            return joint.join(chosen)
    digits = f"{int(hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest(), 16) % 10**8:08}"
    room = LONGEST - len(joint) - len(digits)
    first, last = unique[:-2], unique[-2:]
    while first and len(joint.join([*first, *last])) > room:
        first.pop()
    if not first and last[0][0].isdigit():
        first = parts[:1]  # a name must not begin with a digit
    return joint.join([joint.join([*first, *last])[:room], digits])
