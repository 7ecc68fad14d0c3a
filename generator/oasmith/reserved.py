"""Names that generated modules use themselves, by the scope in which they must not be replaced.

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
        "overload",
        "property",
        "str",
        "time",
        "tuple",
    )
)
"""Names in decorators and annotations of client classes. A method with such a name would
hide it from the code after it. ``inputs``, ``list`` and ``models`` are not included: if a method
has that name, annotations use ``_inputs``, ``builtins.list`` and ``_models``."""

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
        "overload",
        "str",
        "time",
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
"""The attributes of every client. Methods and groups must not replace them."""

CLIENT_ARGUMENTS: frozenset[str] = frozenset(
    (
        "always_authenticate",
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
        "validate_requests",
    )
)
"""The arguments of a client and of ``with_options``, and names that its constructor
reads."""

METHOD_ARGUMENTS: frozenset[str] = frozenset(
    (
        "body",
        "body_fields",
        "content_type",
        "positional",
        "self",
        "strict_responses",
        "timeout",
        "unknown",
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
        "PasswordGrant",
        "Path",
        "Sequence",
        "Server",
        "Stream",
        "SyncClient",
        "SyncResource",
        "Token",
        "TypeAlias",
        "Unpack",
        "VariableServer",
    )
)
"""Imported names in modules that define or import the classes of clients and of
groups, and the types of the variables of server URLs."""

OPERATION_CONSTANTS: frozenset[str] = frozenset(
    (
        "IO",
        "PACKAGE",
        "SERVER",
        "TYPE_CHECKING",
    )
)
"""Imported names in capitals in the modules with the data of operations."""

OPERATION_MODULES: frozenset[str] = frozenset(
    (
        "annotations",
        "constant",
        "dict",
        "found",
        "get_close_matches",
        "getattr",
        "hint",
        "id",
        "import_module",
        "module",
        "nearest",
        "operation",
        "str",
        "tuple",
    )
)
"""Names that a package of operations uses. Its modules must not replace them."""

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
"""The attributes of every model, and names in annotations of models. ``date``,
``datetime`` and ``time`` are not included: if a field has that name, annotations use ``_date``."""

MODEL_CLASSES: frozenset[str] = frozenset(
    (
        "Annotated",
        "Any",
        "ArithmeticError",
        "AssertionError",
        "AttributeError",
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
        "NoField",
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
        "TypeAlias",
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
"""Imported names in modules of models, and the built-in classes of Python."""

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
"""Names that the package of models uses. Its modules must not replace them."""

INPUT_CLASSES: frozenset[str] = frozenset(
    (
        "Any",
        "BinaryIO",
        "Decimal",
        "File",
        "Literal",
        "Mapping",
        "NotRequired",
        "Path",
        "Sequence",
        "TypedDict",
    )
)
"""Imported names in the module of the types of request bodies."""
