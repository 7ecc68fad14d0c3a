"""What functions and methods of Python return, as far as values of a client go through them."""

from __future__ import annotations

import ast

from oasmith.changes.uses.types import UNKNOWN, Types, item_of, list_of

LISTS = frozenset(
    ("sorted", "list", "tuple", "set", "frozenset", "reversed", "iter", "aiter", "filter", "deque")
)
"""Functions that return the items of an argument."""
_ITEMS = frozenset(("next", "anext", "min", "max", "choice"))
_SAME = frozenset(
    ("run", "create_task", "ensure_future", "wait_for", "shield", "run_until_complete", "enter_context",
     "enter_async_context", "copy", "deepcopy", "replace", "closing", "aclosing")
)  # fmt: skip
"""Functions that return an argument, or what it is a context or task of."""
_ITEM_METHODS = frozenset(("get", "pop", "popleft", "setdefault", "popitem"))
ADDING = frozenset(("append", "appendleft", "add", "insert", "extend"))
"""Methods that add their arguments to a container."""
_SAME_METHODS = frozenset(("result", "parse", "model_copy", "copy", "__copy__", "__deepcopy__"))


def returned(function: str, arguments: list[Types]) -> Types:
    """What a function of Python returns, by the types of its arguments."""
    every = frozenset(it for types in arguments for it in types)
    if function in LISTS:
        return list_of(frozenset(it for types in arguments for it in item_of(types)))
    if function in _ITEMS:
        return frozenset(it for types in arguments for it in item_of(types) or types)
    if function == "gather":
        return list_of(every)
    return every if function in _SAME else UNKNOWN


def returned_by_method(method: str, owner: Types) -> Types:
    """What a method of a container, task or model returns."""
    if method in _SAME_METHODS:
        return owner
    items = item_of(owner)
    if method == "values":
        return list_of(items)
    return items if method in _ITEM_METHODS else UNKNOWN


def name_of(function: ast.expr) -> str:
    """The last name of what is called; empty without one."""
    match function:
        case ast.Name():
            return function.id
        case ast.Attribute():
            return function.attr
    return ""


def first_names(lambda_: ast.Lambda) -> list[str]:
    """The names of the arguments of a lambda."""
    return [it.arg for it in (*lambda_.args.posonlyargs, *lambda_.args.args)]
