"""Function names in operation ids that a web framework made from a function, its path and its method.

Each recognizer follows the rule of one framework, with the path and the method. Ids that a person wrote
are not changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from oasmith.names import singular, words

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_CONTROLLER = re.compile(r"([A-Za-z0-9]*?)[cC]ontroller(?:_|\.|::|#|/)([A-Za-z0-9_]+)")
_NUMBERED = re.compile(r"(.+)_[0-9]+")
_LITESTAR_SEPARATORS = re.compile(r"[!#$%&'*+\-.^_`|~:]+")
_NINJA_MAIN = "__main___"
_CONTROLLER_TAG = "-controller"

_ITEM_VERBS = {
    "add", "create", "delete", "destroy", "edit", "fetch", "find", "get", "insert", "modify", "patch", "post",
    "put", "read", "remove", "replace", "retrieve", "set", "show", "update", "upsert",
}  # fmt: skip
"""Verbs that mean one item if they are used alone: ``get_assets`` must not become ``assets.get``."""
_JOINTS = {"and", "as", "by", "for", "from", "in", "into", "of", "on", "or", "per", "to", "with", "without"}


def function_names(
    identity: str, path: str, tag: str | None = None, identities: Collection[str] = ()
) -> list[str]:
    """The names in an operation id without the parts that a framework added, the shortest first.

    ``identity`` is the operation id, ``identities`` are all operation ids of the description. The result is
    empty if the id was not made by a known framework.

    - FastAPI and Starlette: ``read_item_items__item_id__get`` is ``read_item``.
    - Litestar: ``ApiV1PetsListPets`` of ``/api/v1/pets`` is ``ListPets``.
    - NestJS and others with controllers: ``CatsController_create`` is ``create``, else ``Cats_create``.
    - springdoc: ``getPet_1`` beside ``getPet``, or with the tag ``pet-controller``, is ``getPet``.
    - Django Ninja: ``__main___create_thing`` is ``create_thing``. The prefixes of other modules cannot be
      recognized in one id, and a prefix that all ids share could change with the next id.

    If a function repeats the name of its group, the first name is without it: ``list_pets`` of the tag
    ``pets`` is ``list``. The name of one item stays, as in ``create_pet``.
    """
    controller = _CONTROLLER.fullmatch(identity)
    if controller:
        return [controller[2], f"{controller[1]}_{controller[2]}"]
    numbered = _NUMBERED.fullmatch(identity)
    if numbered and (numbered[1] in identities or (tag or "").endswith(_CONTROLLER_TAG)):
        return [numbered[1]]
    found = (
        identity.removeprefix(_NINJA_MAIN)
        if identity.startswith(_NINJA_MAIN)
        else _of_fastapi(identity, path) or _of_litestar(identity, path, tag)
    )
    if not words(found):
        return []
    short = without_tag(found, tag, "") if tag and _ends_with(found, tag) else None
    return [short, found] if short else [found]


def tag_name(tag: str) -> str:
    """A tag without springdoc's suffix: ``pet`` for ``pet-controller``; other tags are not changed."""
    return tag.removesuffix(_CONTROLLER_TAG) or tag


def without_tag(identity: str, tag: str, path: str) -> str | None:
    """An operation id without the words of the tag that it repeats; None if it repeats none.

    ``repos/list-for-org`` of the tag ``repos`` is ``list for org``, and ``list_pets`` of the tag ``pet``
    or ``pets`` is ``list``. A plural after a verb for one item stays: ``get_assets`` is not ``get``.
    """
    own = [word.lower() for word in words(identity)]
    repeated = [word.lower() for word in words(tag)]
    count = len(repeated)
    if not repeated or len(own) <= count:
        return None
    if _are_same(own[:count], repeated) and own[count] not in _JOINTS:
        return " ".join(own[count:])
    verb, object_words, rest = own[0], own[-count:], own[:-count]
    if _are_same(object_words, repeated) and rest[-1] not in _JOINTS:
        is_plural = singular(object_words[-1]) != object_words[-1]
        return None if is_plural and verb in _ITEM_VERBS else " ".join(rest)
    segment = path.strip("/").partition("/")[0]
    is_path = own[1:] == _path_words(path) and len(own) > count + 1
    if is_path and _are_same([word.lower() for word in words(segment)] or [""], repeated):
        return " ".join([verb, *own[count + 1 :]])  # huma: ``get-notes-by-id`` of ``/notes/{id}``
    return None


def _ends_with(identity: str, tag: str) -> bool:
    """Whether an operation id ends with exactly the words of a tag."""
    own, repeated = ([word.lower() for word in words(text)] for text in (identity, tag))
    return bool(repeated) and own[-len(repeated) :] == repeated


def _of_fastapi(identity: str, path: str) -> str:
    """The function name in an id of ``fastapi.utils.generate_unique_id``: function, path and method."""
    middle = re.sub(r"\W", "_", path)
    for method in _METHODS:
        if identity.endswith(f"{middle}_{method}"):
            return identity.removesuffix(f"{middle}_{method}")
    return ""


def _of_litestar(identity: str, path: str, tag: str | None) -> str:
    """The handler name in an id of ``default_operation_id_creator``: path and handler in title case."""
    parts = [part.strip("{}").partition(":")[0] for part in path.split("/")]
    start = _LITESTAR_SEPARATORS.sub("", "".join(part.title() for part in parts))
    handler = identity.removeprefix(start)
    if not start or handler == identity or not handler[:1].isupper():
        return ""
    if words(identity) != [*words(start), *words(handler)]:
        return ""  # ``OAuth2GetToken`` of ``/o`` begins with a word, not with the path
    # ``UserCreate`` of ``/user`` may be written by hand; ``Create`` alone would not be clear.
    is_clear = tag is not None or len(words(handler)) > 1 or handler in start
    return handler if is_clear else ""


def _are_same(found: list[str], repeated: list[str]) -> bool:
    """Whether two lists of words are equal; the last word may be singular in one and plural in the other."""
    return found[:-1] == repeated[:-1] and singular(found[-1]) == singular(repeated[-1])


def _path_words(path: str) -> list[str]:
    """The words of a path: ``notes``, ``by`` and ``id`` for ``/notes/{id}``."""
    parts = (f"by {part[1:-1]}" if part.startswith("{") else part for part in path.split("/"))
    return [word.lower() for word in words(" ".join(parts))]
