"""Settings: ``[tool.oasmith]`` of a pyproject.toml, and flags, which override it."""

from __future__ import annotations

import keyword
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from oasmith.errors import OasmithError, Problem
from oasmith.names import Identifier
from oasmith.suggestions import suggestion

if TYPE_CHECKING:
    from oasmith.runtime.base_contract import ValidateRequests

LOCK = "oasmith.lock"
PRODUCTS = ("client", "examples", "vendor_sdk", "docs")
"""The products of a target that names none."""
DISTRIBUTION = ("tests", "distribution")
"""The products that make an installable project of a client."""
SHIPPED = (*PRODUCTS, *DISTRIBUTION)
"""The names of all products that are not the user's."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Operations by tag, by path (``*`` matches one segment, ``**`` any number), or by id."""

    tags: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tags or self.paths or self.operations)


_EVERYTHING = Selection()


Docs = Literal["folder", "package"]
Examples = Literal["given", "all"]
_DOCS: tuple[Docs, Docs] = ("folder", "package")
_EXAMPLES: tuple[Examples, Examples] = ("given", "all")
T = TypeVar("T")


COMMAND_LINE = "the command line"
"""Where the settings of a target come from that is in no file."""


@dataclass(frozen=True, slots=True)
class Target:
    """One description and the folder it is generated into.

    - ``description`` is a path, or a string with a URL or ``-`` for standard input; see ``described``.
    - ``package`` and ``client_name`` come from the title of the description where they are None.
    - ``templates`` is a folder of the user's own templates, which override the shipped ones.
    - ``overlays`` are files with changes to the description (Overlay Specification), in their order.
    - ``products`` are names of shipped products and paths of folders with users' products.
    - ``docs`` is where the reference is written: "folder", or "package" for the client's package as well,
      with a skill for coding assistants.
    - ``examples`` is which requests have files: "given" for the examples of the description, or "all" for
      those that are made of schemas as well. The reference shows all.
    - ``changes_since`` is an older description: the reference lists what changed since then.
    - ``include`` and ``exclude`` select operations; ``names`` maps names to their replacements.
    - ``root`` is the folder below which local references must stay, by default that of the description.
      ``allow_local`` adds files and folders, and ``allow_remote`` hosts, that references may load.
    - ``lenient`` skips broken parts; ``strict`` refuses a description that needs repairs or skipped parts.
    - ``short_names`` removes what web frameworks add to operation ids, and words that repeat the tag.
    - ``validate_requests`` is the default of the client's option: True, False or "warn".
    - ``local_times`` sends times without an offset from UTC instead of refusing them.
    - ``lock`` is a file with hashes of the description, and copies of its remote files, which are read
      instead of fetching them. If ``is_locked``, nothing is fetched, and local files must have the hashes
      of the lock, if there is one.
    - ``cache`` is whether results of earlier runs are used.
    - ``origin`` is where these settings come from, for messages.
    """

    description: Path | str
    output: Path
    name: str = ""
    package: str | None = None
    client_name: str | None = None
    templates: Path | None = None
    products: tuple[str, ...] = PRODUCTS
    overlays: tuple[Path, ...] = ()
    docs: Docs = "folder"
    examples: Examples = "given"
    changes_since: Path | str | None = None
    include: Selection = _EVERYTHING
    exclude: Selection = _EVERYTHING
    names: Mapping[str, str] = field(default_factory=dict)
    root: Path | None = None
    allow_local: tuple[Path, ...] = ()
    allow_remote: tuple[str, ...] = ()
    lenient: bool = False
    strict: bool = False
    short_names: bool = True
    local_times: bool = True
    cache: bool = True
    validate_requests: ValidateRequests = True
    lock: Path | None = None
    is_locked: bool = False
    origin: str = COMMAND_LINE


STANDARD_INPUT = "-"


def described(text: str) -> Path | str:
    """The description that a string names: a URL or ``-`` as they are, anything else as a path."""
    is_path = text != STANDARD_INPUT and not text.startswith(("http://", "https://"))
    return Path(text) if is_path else text


def lock_in(folder: Path) -> Path | None:
    """The lock in a folder; None if there is none."""
    path = folder / LOCK
    return path if path.is_file() else None


def target_of(description: str, output: Path) -> Target:
    """The target of a description and an output folder as the command line names them."""
    return Target(described(description), output, lock=lock_in(Path()))


KEYS = (
    "description", "output", "package", "client-name", "templates", "products", "distribution",
    "include", "exclude", "names",
    "root", "allow-local", "allow-remote", "lenient", "strict", "short-names", "local-times", "cache",
    "validate-requests", "overlays", "docs", "examples", "changes-since",
)  # fmt: skip
"""The settings of ``[tool.oasmith]``."""


def find_pyproject(start: Path) -> Path | None:
    """The nearest pyproject.toml with a ``[tool.oasmith]`` table, in a folder or one above it."""
    for folder in (start.absolute(), *start.absolute().parents):
        path = folder / "pyproject.toml"
        if path.is_file() and b"tool.oasmith" in path.read_bytes():
            return path
    return None


def read_targets(pyproject: Path) -> tuple[Target, ...]:
    """The targets of a pyproject.toml; its paths are relative to its folder.

    ``[tool.oasmith]`` is one target. With ``[tool.oasmith.targets.NAME]`` there are several, and
    ``[tool.oasmith]`` has the settings that they share. Raises OasmithError for an invalid table.
    """
    try:
        table: dict[str, Any] = tomllib.loads(pyproject.read_text("utf-8"))["tool"]["oasmith"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else None
        raise OasmithError(
            Problem(f"is not TOML: {error}", "Correct the file.", str(pyproject), line)
        ) from None
    except KeyError:
        raise OasmithError(
            Problem("has no [tool.oasmith] table", "Add one, or pass a description and -o.", str(pyproject))
        ) from None
    tables = table.get("targets", {"": {}})
    if not isinstance(tables, dict) or not all(isinstance(values, dict) for values in tables.values()):
        raise _wrong(pyproject, "[tool.oasmith] targets is not a table", "Write [tool.oasmith.targets.NAME].")
    shared = {key: value for key, value in table.items() if key not in ("targets", "build")}
    _require_known(pyproject, "[tool.oasmith]", shared)
    return tuple(_target(pyproject, name, {**shared, **values}) for name, values in tables.items())


@dataclass(frozen=True, slots=True)
class Flags:
    """The flags of the command line; those that are absent leave the settings as they are."""

    output: Path | None = None
    package: str | None = None
    client_name: str | None = None
    products: tuple[str, ...] = ()
    templates: Path | None = None
    overlays: tuple[Path, ...] = ()
    include: Selection = _EVERYTHING
    exclude: Selection = _EVERYTHING
    allow_remote: tuple[str, ...] = ()
    lenient: bool = False
    strict: bool = False
    root: Path | None = None
    allow_local: tuple[Path, ...] = ()
    no_cache: bool = False


def with_flags(target: Target, flags: Flags) -> Target:
    """The target with the flags applied. Raises OasmithError for an invalid flag."""
    return replace(
        target,
        output=flags.output or target.output,
        package=identifier("", "--package", flags.package) or target.package,
        client_name=identifier("", "--client-name", flags.client_name) or target.client_name,
        products=_flag_products(flags.products) or target.products,
        templates=_folder("", "--templates", flags.templates) or target.templates,
        overlays=(*target.overlays, *flags.overlays),
        include=flags.include or target.include,
        exclude=flags.exclude or target.exclude,
        root=flags.root or target.root,
        allow_local=(*target.allow_local, *flags.allow_local),
        allow_remote=(*target.allow_remote, *flags.allow_remote),
        lenient=flags.lenient or target.lenient,
        strict=flags.strict or target.strict,
        cache=target.cache and not flags.no_cache,
    )


def _target(pyproject: Path, name: str, values: Mapping[str, Any]) -> Target:
    table = f"[tool.oasmith.targets.{name}]" if name else "[tool.oasmith]"
    _require_known(pyproject, table, values)
    for key in ("description", "output"):
        if not isinstance(values.get(key), str):
            raise _wrong(
                pyproject, f"{table} lacks {key!r}", f'Add {key} = "…", a path relative to this file.'
            )
    for key in ("root", "templates", "changes-since"):
        if not isinstance(values.get(key, ""), str):
            raise _wrong(pyproject, f"{table} {key} = {values[key]!r}", "Write a path relative to this file.")
    folder = pyproject.parent
    allow_local = _strings(pyproject, f"{table} allow-local", values.get("allow-local", []))
    overlays = _strings(pyproject, f"{table} overlays", values.get("overlays", []))
    found = Target(
        description=_description(folder, values["description"]),
        output=folder / values["output"],
        name=name,
        package=identifier(str(pyproject), "package", values.get("package")),
        client_name=identifier(str(pyproject), "client-name", values.get("client-name")),
        templates=_folder(
            str(pyproject), "templates", folder / values["templates"] if "templates" in values else None
        ),
        products=_products(pyproject, table, values),
        overlays=tuple(folder / path for path in overlays),
        docs=_choice(pyproject, table, "docs", values, _DOCS),
        examples=_choice(pyproject, table, "examples", values, _EXAMPLES),
        changes_since=_description(folder, values["changes-since"]) if "changes-since" in values else None,
        include=_selection(pyproject, table, "include", values.get("include", {})),
        exclude=_selection(pyproject, table, "exclude", values.get("exclude", {})),
        names=_names(pyproject, table, values.get("names", {})),
        root=folder / values["root"] if "root" in values else None,
        allow_local=tuple(folder / path for path in allow_local),
        allow_remote=_strings(pyproject, f"{table} allow-remote", values.get("allow-remote", [])),
        lenient=_switch(pyproject, table, "lenient", values),
        strict=_switch(pyproject, table, "strict", values),
        short_names=_switch(pyproject, table, "short-names", values, default=True),
        local_times=_switch(pyproject, table, "local-times", values, default=True),
        cache=_switch(pyproject, table, "cache", values, default=True),
        validate_requests=_validate_requests(pyproject, table, values.get("validate-requests", True)),
        lock=lock_in(folder),
        origin=str(pyproject),
    )
    _require_products(pyproject, table, values, found)
    return found


def _require_products(pyproject: Path, table: str, values: Mapping[str, Any], target: Target) -> None:
    """Raise OasmithError for a setting of a product that is not generated."""
    needed = {
        "docs": "docs" if target.docs == "package" else "",
        "changes-since": "docs" if target.changes_since else "",
        "examples": "examples" if target.examples == "all" else "",
    }
    for key, product in needed.items():
        if product and product not in target.products:
            raise _wrong(
                pyproject,
                f"{table} {key} = {values[key]!r} without the product {product!r}",
                f'Add "{product}" to products, or remove {key}.',
            )


def _require_known(pyproject: Path, table: str, values: Mapping[str, Any]) -> None:
    for key in values:
        if key not in KEYS:
            remedy = suggestion(key, KEYS, f"The settings are {', '.join(KEYS)}.")
            raise _wrong(pyproject, f"{table} has no setting {key!r}", remedy)


def _description(folder: Path, text: str) -> Path | str:
    found = described(text)
    return folder / found if isinstance(found, Path) else found


def _folder(file: str, key: str, path: Path | None) -> Path | None:
    if path is None or path.is_dir():
        return path
    siblings = [sibling.name for sibling in path.parent.iterdir()] if path.parent.is_dir() else []
    remedy = suggestion(path.name, siblings, "Check the path.")
    raise OasmithError(Problem(f"{key}: there is no folder {str(path)!r}", remedy, file))


def _flag_products(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if name not in SHIPPED and not Path(name).is_dir():
            otherwise = f"Choose from {', '.join(SHIPPED)}, or name the folder of a product of your own."
            remedy = suggestion(name, SHIPPED, otherwise)
            raise OasmithError(Problem(f"--product: there is no product {name!r}", remedy))
    return names


def _products(pyproject: Path, table: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of shipped products as they are, and folders of users' products as absolute paths."""
    names = _strings(pyproject, f"{table} products", values.get("products", list(PRODUCTS)))
    found = tuple(name if name in SHIPPED else str(pyproject.parent / name) for name in names)
    for name in found:
        if name not in SHIPPED and not Path(name).is_dir():
            otherwise = f"Choose from {', '.join(SHIPPED)}, or name the folder of a product of your own."
            remedy = suggestion(Path(name).name, SHIPPED, otherwise)
            raise _wrong(pyproject, f"{table} products = {list(names)}", remedy)
    if _switch(pyproject, table, "distribution", values):
        if "client" not in found:
            remedy = 'Add "client" to products.'
            raise _wrong(pyproject, f"{table} distribution = true without a client", remedy)
        found = (*found, *(name for name in DISTRIBUTION if name not in found))
    if (
        "distribution" in found
        and (pyproject.parent / values["output"]).resolve() == pyproject.parent.resolve()
    ):
        raise _wrong(
            pyproject,
            f"{table} generates a distribution, whose pyproject.toml would replace this file",
            "Set output to another folder; or edit pyproject.toml and README.md here yourself, and use "
            'products = ["client", "tests"] without distribution.',
        )
    return found


def _selection(pyproject: Path, table: str, key: str, values: Any) -> Selection:
    kinds = ("tags", "paths", "operations")
    if not isinstance(values, dict) or not set(values) <= set(kinds):
        raise _wrong(pyproject, f"{table} {key} = {values!r}", f"It is a table of {', '.join(kinds)}.")
    found = {kind: _strings(pyproject, f"{table} {key}.{kind}", values.get(kind, [])) for kind in kinds}
    return Selection(**found)


def _strings(pyproject: Path, what: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _wrong(pyproject, f"{what} = {values!r}", "Write a list of strings.")
    return tuple(values)


def _names(pyproject: Path, table: str, values: Any) -> dict[str, str]:
    if not isinstance(values, dict) or not all(isinstance(name, str) for name in values.values()):
        raise _wrong(pyproject, f"{table} names = {values!r}", "Write a table of names.")
    return dict(values)


def _switch(pyproject: Path, table: str, key: str, values: Mapping[str, Any], default: bool = False) -> bool:
    value = values.get(key, default)
    if not isinstance(value, bool):
        raise _wrong(pyproject, f"{table} {key} = {value!r}", "Write true or false.")
    return value


def _choice(pyproject: Path, table: str, key: str, values: Mapping[str, Any], choices: tuple[T, T]) -> T:
    """The value of a setting that is one of two strings, the first by default."""
    value = values.get(key, choices[0])
    for choice in choices:
        if value == choice:
            return choice
    one, other = choices
    raise _wrong(pyproject, f"{table} {key} = {value!r}", f'Write "{one}" or "{other}".')


def _validate_requests(pyproject: Path, table: str, value: Any) -> ValidateRequests:
    if isinstance(value, bool) or value == "warn":
        return value  # type: ignore[no-any-return]  # mypy does not narrow Any to the string
    raise _wrong(pyproject, f"{table} validate-requests = {value!r}", 'Write true, false or "warn".')


def identifier(file: str, key: str, value: Any) -> Identifier | None:
    """The name that a setting of a file gives; None without one. Raises OasmithError for an invalid one."""
    if value is None:
        return None
    if isinstance(value, str) and keyword.iskeyword(value):
        message = f"{key} = {value!r} is a keyword of Python"
        raise OasmithError(
            Problem(message, f"Choose another name, such as {value}_.", file, _line(file, key))
        )
    try:
        return Identifier(value)
    except (ValueError, TypeError, AttributeError):
        raise OasmithError(
            Problem(
                f"{key} = {value!r} is not a Python identifier",
                "Use letters, digits and underscores.",
                file,
                _line(file, key),
            )
        ) from None


def _wrong(pyproject: Path, message: str, remedy: str) -> OasmithError:
    return OasmithError(Problem(message, remedy, str(pyproject), _line(str(pyproject), message)))


def _line(file: str, message: str) -> int | None:
    """The line of a settings file that a message is about.

    That is the first line with a key that the message names, in the table that it names or in one before
    it, which has the settings that tables share; else the line of the table.
    """
    if not file:
        return None
    words = set(re.findall(r"[\w-]+", message.partition("] ")[2] or message))
    table = message.partition("] ")[0] + "]" if message.startswith("[") else "[tool.oasmith]"
    here = ""
    lines: dict[tuple[str, str], int] = {}
    for number, line in enumerate(Path(file).read_text("utf-8", "replace").splitlines(), 1):
        text = line.strip()
        if text.startswith("["):
            here = re.sub(r"\s*#.*|[\s\"']", "", text)
            lines.setdefault((here, ""), number)
            parent, _, name = here.strip("[]").rpartition(".")
            if name in words:
                lines.setdefault((f"[{parent}]", "key"), number)
        else:
            key = re.match(r"[\"']?([\w-]+)", text)
            if key and "=" in text and key[1] in words:
                lines.setdefault((here, "key"), number)
    places = ((table, "key"), ("[tool.oasmith]", "key"), (table, ""), ("[tool.oasmith]", ""))
    return next((lines[place] for place in places if place in lines), None)
