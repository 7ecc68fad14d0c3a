"""Names that generated modules use themselves, by where they would be replaced.

Written by ``tests/names/reserved_names.py`` from generated clients, the runtime, pydantic and
Python: do not edit it. A test proves that it is complete."""

from __future__ import annotations

CLIENT_SCOPE: frozenset[str] = frozenset(
    (
        "bool",
        "builtins",
        "bytes",
        "cached_property",
        "date",
        "datetime",
        "deprecated",
        "dict",
        "float",
        "httpx2",
        "int",
        "property",
        "str",
        "tuple",
    )
)
"""What the classes of clients read in decorators and annotations. A method of that
name would hide it from what follows. ``list`` and ``models`` are not here: annotations write
``builtins.list`` and ``_models`` then."""

RESOURCE_SCOPE: frozenset[str] = frozenset(
    (
        "bool",
        "builtins",
        "bytes",
        "date",
        "datetime",
        "deprecated",
        "dict",
        "float",
        "httpx2",
        "int",
        "str",
    )
)
"""The same for the classes of groups of operations."""

CLIENT_ATTRIBUTES: frozenset[str] = frozenset(
    (
        "check",
        "close",
        "download_to",
        "with_options",
        "with_raw_response",
    )
)
"""What every client has: no method or group of operations may replace it."""

CLIENT_ARGUMENTS: frozenset[str] = frozenset(
    (
        "auth",
        "base_url",
        "body",
        "follow_redirects",
        "headers",
        "http_client",
        "max_decompressed_size",
        "max_response_size",
        "max_retries",
        "max_stream_item_size",
        "query",
        "self",
        "strict_responses",
        "super",
        "timeout",
        "total_timeout",
    )
)
"""The arguments of a client, of ``with_options``, and what the constructor reads."""

METHOD_ARGUMENTS: frozenset[str] = frozenset(
    (
        "body",
        "content_type",
        "self",
        "strict_responses",
        "timeout",
    )
)
"""The arguments that every method has."""

CLIENT_CLASSES: frozenset[str] = frozenset(
    (
        "AccessKey",
        "Any",
        "AsyncClient",
        "AsyncPages",
        "AsyncResource",
        "AsyncStream",
        "AsyncToken",
        "BinaryIO",
        "ClientCredentials",
        "Decimal",
        "Event",
        "File",
        "Literal",
        "Mapping",
        "Pages",
        "Path",
        "Server",
        "Stream",
        "SyncClient",
        "SyncResource",
        "Token",
        "TypeAlias",
    )
)
"""What is imported where the classes of clients and of groups of operations and the
types of the variables of server URLs are defined or imported."""

OPERATION_CONSTANTS: frozenset[str] = frozenset(
    (
        "IO",
        "PACKAGE",
        "SERVER",
        "TYPE_CHECKING",
    )
)
"""What is imported beside the data of operations, in capitals."""

OPERATION_MODULES: frozenset[str] = frozenset(
    (
        "annotations",
        "constant",
        "dict",
        "found",
        "getattr",
        "id",
        "import_module",
        "module",
        "operation",
        "str",
        "tuple",
    )
)
"""What a package of operations has or reads: a module in it must not replace it."""

MODEL_FIELDS: frozenset[str] = frozenset(
    (
        "bool",
        "broken_rules",
        "bytes",
        "construct",
        "copy",
        "deviations",
        "dict",
        "float",
        "from_orm",
        "int",
        "json",
        "list",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "object",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "raw",
        "schema",
        "schema_json",
        "secret_fields",
        "set",
        "str",
        "to_json",
        "tuple",
        "update_forward_refs",
        "validate",
    )
)
"""The attributes of every model, and what models read in annotations. ``date`` is not
here: annotations write ``_date`` where a field has that name."""

MODEL_CLASSES: frozenset[str] = frozenset(
    (
        "Annotated",
        "Any",
        "ArithmeticError",
        "AssertionError",
        "AttributeError",
        "AwareDatetime",
        "BaseException",
        "BaseExceptionGroup",
        "BlockingIOError",
        "BrokenPipeError",
        "BufferError",
        "BytesWarning",
        "CheckedModel",
        "ChildProcessError",
        "ConfigDict",
        "ConnectionAbortedError",
        "ConnectionError",
        "ConnectionRefusedError",
        "ConnectionResetError",
        "Decimal",
        "DeprecationWarning",
        "Dict",
        "EOFError",
        "Ellipsis",
        "EncodingWarning",
        "EnvironmentError",
        "Exception",
        "ExceptionGroup",
        "Field",
        "FileExistsError",
        "FileNotFoundError",
        "FloatingPointError",
        "FutureWarning",
        "GeneratorExit",
        "IOError",
        "ImportError",
        "ImportWarning",
        "IndentationError",
        "IndexError",
        "InterruptedError",
        "IsADirectoryError",
        "KeyError",
        "KeyboardInterrupt",
        "Literal",
        "LookupError",
        "MemoryError",
        "Model",
        "ModuleNotFoundError",
        "NameError",
        "NotADirectoryError",
        "NotImplemented",
        "NotImplementedError",
        "OSError",
        "Optional",
        "OverflowError",
        "PendingDeprecationWarning",
        "PermissionError",
        "ProcessLookupError",
        "PythonFinalizationError",
        "RecursionError",
        "RecursiveCheckedModel",
        "RecursiveModel",
        "ReferenceError",
        "ResourceWarning",
        "RuntimeError",
        "RuntimeWarning",
        "StopAsyncIteration",
        "StopIteration",
        "StringConstraints",
        "SyntaxError",
        "SyntaxWarning",
        "SystemError",
        "SystemExit",
        "TabError",
        "Tagged",
        "TaggedByField",
        "TimeoutError",
        "TypeAliasType",
        "TypeError",
        "UnboundLocalError",
        "UnicodeDecodeError",
        "UnicodeEncodeError",
        "UnicodeError",
        "UnicodeTranslateError",
        "UnicodeWarning",
        "Union",
        "Upload",
        "UserWarning",
        "ValueError",
        "Warning",
        "WindowsError",
        "ZeroDivisionError",
    )
)
"""What modules with models import, and Python's own classes."""

MODEL_MODULES: frozenset[str] = frozenset(
    (
        "annotations",
        "getattr",
        "globals",
        "import_module",
        "list",
        "name",
        "object",
        "sorted",
        "str",
        "value",
    )
)
"""What the package of models has or reads: a module in it must not replace it."""
