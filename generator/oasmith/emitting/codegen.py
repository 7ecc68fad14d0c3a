"""datamodel-code-generator as this project uses it: its parser, with classes and fields of our own.

Its models come with the imports and the references that their text needs, so that nothing looks for
names in code.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from datamodel_code_generator.config import OpenAPIParserConfig
from datamodel_code_generator.format import DatetimeClassType, PythonVersion
from datamodel_code_generator.imports import Import as Import_
from datamodel_code_generator.model import UNDEFINED, DataModel, pydantic_v2
from datamodel_code_generator.model.type_alias import TypeAliasTypeBackport
from datamodel_code_generator.parser import LiteralType
from datamodel_code_generator.parser.openapi import OpenAPIParser
from datamodel_code_generator.types import DataType, Types

from oasmith.emitting.classes import Job, Statement
from oasmith.emitting.defaults import default_code
from oasmith.emitting.imports import Import, Typed
from oasmith.emitting.typed import BASE_MODULE


def statements(job: Job) -> Iterator[Statement]:
    """A class or type for each schema of a part, and for what has to have a name beside them."""
    models = _models(job)
    names = {model.path: model.class_name for model in models}
    for model in models:
        bases = (base.reference for base in model.base_classes)
        yield Statement(
            model.class_name,
            model.render().strip("\n").rstrip(),
            frozenset(names[path] for path in model.reference_classes) - {model.class_name},
            frozenset(_imports(model)),
            frozenset(names[base.path] for base in bases if base),
        )


def _imports(model: DataModel) -> Iterator[Import]:
    for needed in model.imports:
        if needed.from_:
            yield Import(needed.from_, needed.import_, needed.alias or "")
    for field in model.fields:
        if isinstance(field, _Field) and field.default_code and not field.required:
            yield from field.default_code.imports


class _Field(pydantic_v2.DataModelField):
    """A field whose default is a value of its type, or is made one where an object is built."""

    def enable_structured_default_validation(self) -> bool:
        """``represented_default`` says so itself, in a form that type checkers accept."""
        return False

    @property
    def represented_default(self) -> str:
        return self.default_code or super().represented_default

    @property
    def default_code(self) -> Typed | None:
        """The default as code, unless it is the JSON value as it is."""
        is_given = self.default is not None and self.default is not UNDEFINED
        return default_code(self.default, self.data_type) if is_given else None


class _Types(pydantic_v2.DataTypeManager):
    """The types of the formats."""

    date = "date"

    def type_map_factory(
        self, data_type: type[DataType], *args: Any, **options: Any
    ) -> dict[Types, DataType]:
        found = super().type_map_factory(data_type, *args, **options)
        alias = None if self.date == "date" else self.date
        found[Types.date] = data_type(type=self.date, import_=Import_("date", "datetime", alias))
        return found


class _Class(pydantic_v2.BaseModel):
    """A class; pydantic knows what ``Upload`` is, so that no class has to allow arbitrary types."""

    SUPPORTS_ARBITRARY_TYPES_ALLOWED = False


class _TypesBesideDate(_Types):
    """The types of the formats where a field is called ``date``."""

    date = "_date"


def _models(job: Job) -> list[DataModel]:
    found: list[DataModel] = []

    class Class(_Class):
        @classmethod
        def render_module_code(cls, models: list[DataModel]) -> str:
            found.extend(models)
            return super().render_module_code(models)

    document: Any = {
        "openapi": "3.1.0",
        "info": {"title": "models", "version": "1"},
        "paths": {},
        "components": {"schemas": dict(job.schemas)},
    }
    with warnings.catch_warnings():
        # What it warns of, fields of the same name and limits it drops, is settled here and by the contract.
        warnings.simplefilter("ignore")
        OpenAPIParser(source=document, config=_config(job, Class)).parse(format_=False)
    return found


def _config(job: Job, class_: type[DataModel]) -> OpenAPIParserConfig:
    return OpenAPIParserConfig(
        data_model_type=class_,
        data_model_root_type=TypeAliasTypeBackport,
        data_model_field_type=_Field,
        data_type_manager_type=_TypesBesideDate if _has_date(job) else _Types,
        target_datetime_class=DatetimeClassType.Awaredatetime,
        target_python_version=PythonVersion.PY_311,
        base_class=f"{BASE_MODULE}.Model",
        base_class_map=dict.fromkeys(sorted(job.checked), f"{BASE_MODULE}.CheckedModel"),
        aliases={
            f"{name}.{wire_name}": str(field)
            for name, fields in job.fields.items()
            for wire_name, field in fields.items()
            if field != wire_name
        },
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
        use_typed_nullable_map_values=True,
        use_tuple_for_closed_arrays=True,
    )


def _has_date(job: Job) -> bool:
    return any("date" in fields.values() for fields in job.fields.values())
