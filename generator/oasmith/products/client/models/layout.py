"""The module of each model.

A small API has one module of models. A big one has a package of many modules, so that a call imports only
the models that it needs. Schemas that refer to each other in a cycle are in one module, and a schema that
only one module uses is part of it. Modules do not import each other in cycles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from oasmith.names import Namespace, Wish, file_name, snake_case, with_underscore
from oasmith.reserved import MODEL_MODULES

ONE_MODULE = 120
"""Maximum number of schemas for which all models are in one module."""


def layout(references: Mapping[str, Iterable[str]], roots: Iterable[str]) -> dict[str, str]:
    """The name of the module of each schema; the empty string if there is only one module.

    ``references`` has the schemas that each schema refers to, ``roots`` are those that operations refer to.
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
    """The strongly connected components of the schemas (Tarjan 1972).

    A component comes after the components that it refers to.
    """
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
