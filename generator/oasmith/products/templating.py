"""Template environments that quote all strings automatically.

A value that a template prints becomes a literal of the generated language. Only ``Code`` and ``Identifier``
values are printed unchanged; functions of this project make them, never a description. There is no ``safe``
filter.
"""

from __future__ import annotations

import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import jinja2.bccache
from markupsafe import Markup

from oasmith import cache
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
        # Code of users may compile templates in another way, and no key of the cache has their code.
        bytecode_cache=None if folders else _CompiledTemplates(quote, is_html, filters),
    )
    del result.filters["safe"]
    result.filters.update(filters)
    return result


class _CompiledTemplates(jinja2.BytecodeCache):
    """The compiled templates of an environment in the cache: compiling them takes longer than rendering."""

    def __init__(
        self, quote: Quote, is_html: bool, filters: tuple[tuple[str, Callable[..., Any]], ...]
    ) -> None:
        self._environment = [_identity(quote), is_html, [(name, _identity(use)) for name, use in filters]]

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        found = cache.find(self._key(bucket))
        if isinstance(found, str):
            bucket.bytecode_from_string(b64decode(found))  # which checks the versions of Jinja and Python

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        cache.keep(self._key(bucket), b64encode(bucket.bytecode_to_string()).decode())

    def _key(self, bucket: jinja2.bccache.Bucket) -> str:
        return cache.key_of("template", self._environment, bucket.key, bucket.checksum, sys.version)


def _identity(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


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
