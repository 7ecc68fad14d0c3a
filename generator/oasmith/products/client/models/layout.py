"""Which module each model lives in.

A small API has one module. A big one has a package of many, so that a call loads the models that it
needs and no others: schemas that refer to each other in a circle stay together, and what only one
module needs is part of it. No two modules need each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from oasmith.names import Namespace, Wish, file_name, snake_case, with_underscore
from oasmith.reserved import MODEL_MODULES

ONE_MODULE = 120
"""How many schemas may share one module."""


def layout(references: Mapping[str, Iterable[str]], roots: Iterable[str]) -> dict[str, str]:
    """The name of the module for each schema; the empty string where there is only one module.

    ``references`` are the schemas that each refers to, ``roots`` those that operations refer to.
    """
    if len(references) <= ONE_MODULE:
        return dict.fromkeys(references, "")
    heads: dict[str, str] = {}
    users: dict[str, set[str]] = {name: set() for name in references}
    for name, others in references.items():
        for other in others:
            if other in users:
                users[other].add(name)
    shown = set(roots)
    for circle in reversed(circles(references)):
        outside = {heads[user] for name in circle for user in users[name] if user in heads}
        is_inner = len(outside) == 1 and not shown & circle
        head = outside.pop() if is_inner else next(name for name in references if name in circle)
        heads |= dict.fromkeys(circle, head)
    scope = Namespace(MODEL_MODULES, escape=with_underscore)
    modules = scope.assign({head: Wish([file_name(snake_case(head))], head) for head in set(heads.values())})
    return {name: modules[heads[name]] for name in references}


def circles(references: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """The strongly connected schemas, those that are referred to before those that refer (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[set[str]] = []
    for root in references:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(references[root]))]
        while work:
            name, others = work[-1]
            other = next((other for other in others if other in references), None)
            if other is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    cut = stack.index(name)
                    circle = set(stack[cut:])
                    del stack[cut:]
                    on_stack -= circle
                    found.append(circle)
            elif other not in index:
                index[other] = low[other] = len(index)
                stack.append(other)
                on_stack.add(other)
                work.append((other, iter(references[other])))
            elif other in on_stack:
                low[name] = min(low[name], index[other])
    return found
