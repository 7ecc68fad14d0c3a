"""Languages of the examples: each is a folder ``examples/<language>`` of templates.

Its ``language.py`` defines ``LANGUAGE``: how a value is written, which filters its templates have, and
which values beside those of ``Sample``. A folder with ``language.toml`` instead takes over the definition
of a shipped language: ``quoting = "go"``. Users' folders can do all that shipped ones do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2

from oasmith.errors import OasmithError, Problem
from oasmith.folders import templates_folder
from oasmith.products.examples.sample import Sample
from oasmith.products.plugin import load_module
from oasmith.products.templating import environment
from oasmith.quoting import json_text

_ALIASES = {"shell": "curl"}


@dataclass(frozen=True, slots=True)
class Language:
    """How a language is written.

    ``literal`` makes the code for a value that a template prints, or raises InexpressibleError. ``filters``
    are those of the templates. ``values`` returns what they are filled in with beside the fields of a
    sample, whose names it may reuse.
    """

    literal: Callable[[Any], str]
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    values: Callable[[Sample], Mapping[str, Any]] = lambda sample: {}


@dataclass(frozen=True, slots=True)
class LanguageFolder:
    """A language, its templates, and the environment that renders them."""

    name: str
    language: Language
    environment: jinja2.Environment
    templates: tuple[str, ...]


def language_folders(folders: tuple[Path, ...]) -> list[LanguageFolder]:
    """Every language in the users' folders and the shipped one, by name.

    A user's file wins over a shipped one of the same name. Raises OasmithError for a folder of templates
    without a valid definition of its language.
    """
    searched = (*folders, templates_folder())
    names = {template.parent.name for folder in searched for template in folder.glob("examples/*/*.jinja")}
    found = []
    for name in sorted(names):
        files = {path.name for folder in searched for path in (folder / "examples" / name).glob("*.jinja")}
        language = _language(name, searched)
        source = environment(language.literal, folders, **language.filters)
        templates = tuple(f"examples/{name}/{file}" for file in sorted(files))
        found.append(LanguageFolder(name, language, source, templates))
    return found


def _language(name: str, folders: tuple[Path, ...]) -> Language:
    for folder in folders:
        place = folder / "examples" / name
        if (place / "language.py").is_file():
            return _defined(place / "language.py")
        if (place / "language.toml").is_file():
            return _shipped(place / "language.toml")
    raise OasmithError(
        Problem(
            "is missing: the folder has templates but no definition of its language",
            'Define LANGUAGE in it, or write a language.toml with quoting = "…".',
            f"examples/{name}/language.py",
        )
    )


def _defined(file: Path) -> Language:
    language = getattr(load_module(file, "a language"), "LANGUAGE", None)
    if not isinstance(language, Language):
        raise OasmithError(
            Problem(
                "does not define LANGUAGE",
                "Make it an oasmith.products.examples.language.Language.",
                str(file),
            )
        )
    return language


def _shipped(file: Path) -> Language:
    """The language that a ``language.toml`` names."""
    known = {path.parent.name: path for path in templates_folder().glob("examples/*/language.py")}
    remedy = f'Write quoting = "…" into it, one of {", ".join([*sorted(known), *_ALIASES, "json"])}.'
    try:
        quoting = tomllib.loads(file.read_text("utf-8")).get("quoting")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OasmithError(Problem(f"is not TOML: {error}", remedy, str(file))) from None
    if quoting == "json":
        return Language(json_text)
    name = _ALIASES.get(quoting, quoting) if isinstance(quoting, str) else quoting
    if name not in known:
        raise OasmithError(Problem(f"quoting = {quoting!r} is not a known language", remedy, str(file)))
    return _defined(known[name])
