"""Template environments that quote all strings automatically.

A value that a template prints becomes a literal of the generated language. Only ``Code`` and ``Identifier``
values are printed unchanged; functions of this project make them, never a description. There is no ``safe``
filter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from oasmith.folders import templates_folder
from oasmith.names import Identifier
from oasmith.quoting import Code
from oasmith.quoting.python import python_literal, quoted_python

Quote = Callable[[Any], str]


def environment(quote: Quote, folders: tuple[Path, ...], **filters: Callable[..., Any]) -> jinja2.Environment:
    """A template environment that prints values as literals of one language.

    ``quote`` makes a literal of a value. ``folders`` are searched in order before the shipped templates, so
    that templates of users override these. ``filters`` are added by name. The same arguments return the same
    environment, since compiling a template takes longer than rendering it.
    """
    return _environment(quote, folders, False, tuple(filters.items()))


def html_environment(
    quote: Quote, folders: tuple[Path, ...], **filters: Callable[..., Any]
) -> jinja2.Environment:
    """The same for HTML: ``quote`` returns Markup, and only Markup is printed unchanged, not ``Code``."""
    return _environment(quote, folders, True, tuple(filters.items()))


@lru_cache(maxsize=32)
def _environment(
    quote: Quote,
    folders: tuple[Path, ...],
    is_html: bool,
    filters: tuple[tuple[str, Callable[..., Any]], ...],
) -> jinja2.Environment:
    unquoted = (Markup, jinja2.Undefined) if is_html else (Code, Identifier, jinja2.Undefined)

    def finalize(value: Any) -> str:
        # An undefined value raises an error when it is converted to a string.
        if isinstance(value, Markup):
            return value
        return str(value) if isinstance(value, unquoted) else quote(value)

    result = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, templates_folder()]),
        finalize=finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=is_html,
        cache_size=-1,
    )
    del result.filters["safe"]
    result.filters.update(filters)
    return result


def forget_templates() -> None:
    """Look for templates anew: Jinja does not see a new file that overrides one it has loaded."""
    _environment.cache_clear()


def source(environment: jinja2.Environment, name: str) -> str:
    """The text of a file in the folders of templates that is copied as it is."""
    assert environment.loader is not None
    text, *_ = environment.loader.get_source(environment, name)
    return text


def python_environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """The template environment for Python. Its filter ``quoted`` quotes an Identifier or Code as well."""
    return environment(python_literal, folders, quoted=quoted_python)


def render(source: jinja2.Environment, template: str, *contexts: Any, **more: Any) -> str:
    """Render a template with the fields of dataclasses and with ``more`` values.

    A later value replaces an earlier one with the same name.
    """
    values: dict[str, Any] = {}
    for context in contexts:
        values |= {field.name: getattr(context, field.name) for field in fields(context)}
    return source.get_template(template).render(values | more)
