"""Runs the parser of datamodel-code-generator with our own classes for models and types.

Its models have the imports and references that their code needs. No function searches code for names.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from datamodel_code_generator.config import OpenAPIParserConfig
from datamodel_code_generator.enums import AllOfMergeMode
from datamodel_code_generator.format import DatetimeClassType, PythonVersion
from datamodel_code_generator.imports import Import as Import_
from datamodel_code_generator.model import UNDEFINED, DataModel, pydantic_v2
from datamodel_code_generator.model.base import DataModelFieldBase
from datamodel_code_generator.model.type_alias import TypeAliasTypeBackport
from datamodel_code_generator.parser import LiteralType
from datamodel_code_generator.parser.openapi import OpenAPIParser
from datamodel_code_generator.python_literal import PythonCode
from datamodel_code_generator.types import DataType, Types

from oasmith.products.client.imports import Import, Typed
from oasmith.products.client.models.defaults import default_code
from oasmith.products.client.models.statements import FieldCode, Job, Statement
from oasmith.products.client.models.typed import BASE_MODULE
from oasmith.quoting.python import python_literal


def statements(job: Job) -> Iterator[Statement]:
    """The class or type of each schema of a part, and of inner types that need a name."""
    models = _models(job)
    names = {model.path: model.class_name for model in models}
    for model in models:
        bases = (base.reference for base in model.base_classes)
        yield Statement(
            model.class_name,
            model.text.strip("\n").rstrip(),
            frozenset(names[path] for path in model.reference_classes),
            frozenset(_imports(model)),
            frozenset(names[base.path] for base in bases if base),
            any(
                isinstance(it, pydantic_v2.DataModelField) and it.is_pydantic_extra_field
                for it in model.fields
            ),
        )


def field_codes(job: Job) -> Iterator[tuple[str, FieldCode | None]]:
    """The code of each field of the classes of a job by its wire name; None if it uses an inner type.

    The classes consist of their fields only, and no description takes more lines.
    """
    models = _models(job)
    names = {model.path: model.class_name for model in models}
    for model in models:
        if model.class_name not in job.modules:
            continue
        _, *lines = model.text.strip("\n").rstrip().split("\n")
        for field, line in zip(model.fields, lines, strict=True):
            start, uses = f"    {field.name}", frozenset(names[path] for path in field.unresolved_types)
            assert line.startswith(start), "each field has a line"
            code = FieldCode(line.removeprefix(start), uses, frozenset(_field_imports(field)))
            yield (field.original_name or "").removeprefix("f_"), code if uses <= job.schemas.keys() else None


def _imports(model: DataModel) -> Iterator[Import]:
    found = _converted(model.imports)
    # The parser gives a type the import of a base class as well, which only a class needs.
    yield from (it for it in found if not (isinstance(model, _Alias) and it.name.endswith("Model")))
    for field in model.fields:
        if isinstance(field.default, _Default):
            yield from field.default.imports


def _field_imports(field: DataModelFieldBase) -> Iterator[Import]:
    yield from _converted(field.imports)
    if isinstance(field.default, _Default):
        yield from field.default.imports


def _converted(imports: Iterable[Import_]) -> Iterator[Import]:
    for needed in imports:
        if needed.from_:
            yield Import(needed.from_, needed.import_, needed.alias or "")


class _Default(PythonCode):
    """The code of a field's default: a value of the field's type, or one that pydantic converts to it."""

    imports: frozenset[Import]

    def __new__(cls, code: Typed) -> _Default:
        made = super().__new__(cls, code)
        made.imports = code.imports
        return made


def _write_default(field: DataModelFieldBase) -> None:
    if field.default is None and not field.required and field.data_type.type == "None":
        field.default = _Default(Typed("None"))  # otherwise the parser adds an unnecessary ``Field(None)``
    if field.default is None or field.default is UNDEFINED or isinstance(field.default, _Default):
        return
    field.extras.pop("validate_default", None)
    code = default_code(field.default, field.data_type)
    if code is not None:
        field.default = _Default(code)


def _make_optional(field: DataModelFieldBase) -> None:
    """Make a field that only the server sets optional in the constructor; its type does not change."""
    field.required = False
    field.has_default = True
    field.default = _Default(Typed("_server_set()", Import(BASE_MODULE, "server_set", "_server_set")))


def _tag(field: DataModelFieldBase, value: str) -> None:
    """Make the tag of a class optional in the constructor; objects get it automatically."""
    literals = [literal for kind in field.data_type.all_data_types for literal in kind.literals]
    own = next((literal for literal in literals if str(literal) == value), None if literals else value)
    if own is not None:
        field.required = False
        field.has_default = True
        needed = Import(BASE_MODULE, "own_tag", "_own_tag")
        field.default = _Default(Typed(f"_own_tag({python_literal(own)})", needed))


class _Recorded(DataModel):
    """A model of the parser that records its position in the output and its code."""

    position = -1
    text = ""

    def render(self, *, class_name: str | None = None) -> str:
        self.text = super().render(class_name=class_name)
        return self.text


class _Class(_Recorded, pydantic_v2.BaseModel):
    """A class. Pydantic supports ``Upload``, so that classes need not allow arbitrary types."""

    SUPPORTS_ARBITRARY_TYPES_ALLOWED = False
    server_set: ClassVar[Mapping[str, frozenset[str]]] = {}
    tags: ClassVar[Mapping[str, Mapping[str, str]]] = {}

    @classmethod
    def render_module_code(cls, models: list[DataModel]) -> str:
        """Write the defaults of fields. The parser calls this before it renders its final models."""
        for position, model in enumerate(models):
            assert isinstance(model, _Recorded), "the parser has no other types"
            model.position = position
            tags = cls.tags.get(model.class_name, {})
            for field in model.fields:
                name = field.original_name or ""
                if field.required and name in cls.server_set.get(model.class_name, ()):
                    _make_optional(field)
                elif field.required and name in tags and field.default is None:
                    _tag(field, tags[name])
                else:
                    _write_default(field)
        return super().render_module_code(models)


class _Alias(_Recorded, TypeAliasTypeBackport):
    """An alias of a type."""


class _Types(pydantic_v2.DataTypeManager):
    """The Python types of formats; those that are ``renamed`` get an underscore."""

    renamed: ClassVar[frozenset[str]] = frozenset()

    def type_map_factory(
        self, data_type: type[DataType], *args: Any, **options: Any
    ) -> dict[Types, DataType]:
        found = super().type_map_factory(data_type, *args, **options)
        for format_, name in _TIMES.items():
            alias = f"_{name}" if name in self.renamed else None
            found[format_] = data_type(type=alias or name, import_=Import_(name, "datetime", alias))
        return found


_TIMES = {Types.date: "date", Types.date_time: "datetime", Types.time: "time"}
"""The formats whose types are classes of ``datetime``."""


def _models(job: Job) -> list[_Recorded]:
    """The models that the parser makes of a part, in the order of its output."""
    document: Any = {
        "openapi": "3.1.0",
        "info": {"title": "models", "version": "1"},
        "paths": {},
        "components": {"schemas": dict(job.schemas)},
    }
    with warnings.catch_warnings():
        # The parser warns of duplicate field names and dropped limits. Names are assigned here already, and
        # the contract validates the limits.
        warnings.simplefilter("ignore")
        parser = OpenAPIParser(source=document, config=_config(job))
        parser.parse(format_=False)
    models = [model for model in parser.results if isinstance(model, _Recorded) and model.position >= 0]
    return sorted(models, key=lambda model: model.position)


def _config(job: Job) -> OpenAPIParserConfig:
    return OpenAPIParserConfig(
        data_model_type=type("Class", (_Class,), {"server_set": job.server_set, "tags": job.tags}),
        data_model_root_type=_Alias,
        data_type_manager_type=type("Types", (_Types,), {"renamed": job.hidden}),
        target_datetime_class=DatetimeClassType.Datetime,
        target_python_version=PythonVersion.PY_311,
        base_class=f"{BASE_MODULE}.Model",
        base_class_map={name: f"{BASE_MODULE}.{base}" for name, base in sorted(job.bases.items())},
        aliases={
            f"{name}.{wire_name}": str(field)
            for name, fields in job.fields.items()
            for wire_name, field in fields.items()
            if field != wire_name
        },
        apply_default_values_for_required_fields=True,  # only fields with one value have one
        use_annotated=True,
        field_constraints=True,
        enum_field_as_literal=LiteralType.All,
        use_type_alias=True,
        use_standard_collections=True,
        use_union_operator=True,
        use_schema_description=True,
        use_field_description=True,
        use_single_line_docstring=True,
        use_double_quotes=True,
        use_exact_imports=True,
        keep_model_order=True,
        formatters=[],
        strict_nullable=True,
        allof_merge_mode=AllOfMergeMode.NoMerge,
        use_typed_nullable_map_values=True,
        use_tuple_for_closed_arrays=True,
    )


def annotations_of(job: Job, names: Iterable[str]) -> dict[str, str]:
    """The type of the first field of each named class, without the metadata of ``Annotated``."""
    models = {model.class_name: model for model in _models(job)}
    return {name: models[name].fields[0].type_hint for name in names}
