"""The guide of a client: what it can do, shown with its own names and operations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from oasmith.api.model import Server, server_url
from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.calls import Call
from oasmith.products.client.methods import Method, client_methods
from oasmith.products.docs.model import Credential
from oasmith.products.examples.python_calls import python_call
from oasmith.products.examples.sample import sample_of
from oasmith.products.file import File
from oasmith.products.templating import environment, render
from oasmith.publishing.formatting import format_files
from oasmith.quoting import Code
from oasmith.quoting.markdown import markdown_code, markdown_text
from oasmith.quoting.python import python_literal
from oasmith.runtime.media import kind_of

_SNIPPET = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Use:
    """A call of a method as Python code, with values from a sample request.

    ``setup`` imports what is needed, and assigns the body, if there is one, to a variable. ``method`` is an
    attribute of the client.
    """

    setup: Code
    method: Code
    arguments: Code

    @property
    def call(self) -> Code:
        """The method with its arguments."""
        return Code(f"{self.method}({self.arguments})")


@dataclass(frozen=True, slots=True)
class Guide:
    """The values of ``guide.md.jinja``.

    ``credentials`` are those of the client, and ``given`` those that ``plain`` needs, as arguments of the
    client. ``example_variable`` is one that only examples read. If there are several ``servers``,
    ``other_server`` is the URL of another one than the first, and ``server_variables`` replace the URL.
    The uses are the simplest that the API has of their kind, or None: any call, the pages of a list,
    the items of a stream, a file in a response, one in a request, a body whose properties are arguments.
    """

    package: Identifier
    client_name: Identifier
    credentials: tuple[Credential, ...]
    example_variable: str
    servers: tuple[Server, ...]
    other_server: Code
    server_variables: tuple[str, ...]
    given: Code
    operation_id: Code
    plain: Use
    pages: Use | None
    stream: Use | None
    download: Use | None
    upload: Use | None
    fields: Code | None
    webhook: Identifier | None


def guide(build: Build, credentials: tuple[Credential, ...]) -> str:
    """The guide as Markdown; empty if no operation of the client can be shown."""
    found = _guide(build, credentials)
    if found is None:
        return ""
    markdown = environment(markdown_text, build.templates, code=markdown_code, raw=Code)
    return _formatted(render(markdown, "docs/guide.md.jinja", found))


def _guide(build: Build, credentials: tuple[Credential, ...]) -> Guide | None:
    methods: dict[str, list[Method]] = {}
    for group in build.once(client_methods).groups:
        for method in group.methods:
            methods.setdefault(method.operation.id, []).append(method)
    ways = [
        (call, method)
        for call in sorted(build.calls, key=_effort)
        for method in methods.get(call.operation.id, ())
    ]
    plain = _first(ways, _is_plain) or _first(ways, _is_call)
    if plain is None:
        return None

    def use(is_wanted: Callable[[Call, Method], bool]) -> Use | None:
        found = _first(ways, is_wanted)
        return _use(build, *found) if found else None

    servers = build.api.servers
    urls = [server_url((server,)) for server in servers[1:]]
    other = next((url for url in urls if urlsplit(url).netloc), "")
    sample = sample_of(build, plain[0], None, [])
    return Guide(
        package=build.package,
        client_name=build.client_name,
        credentials=tuple(credential for credential in credentials if credential.argument),
        example_variable=str(sample.base_url_variable),
        servers=servers if other else (),
        other_server=python_literal(other),
        server_variables=tuple(name for name in (servers[0].override,) if name) if servers else (),
        given=_given(build, plain[0]),
        operation_id=python_literal(plain[0].operation.id),
        plain=_use(build, *plain),
        pages=use(lambda call, method: str(method.wrapper) == "Pages"),
        stream=use(lambda call, method: str(method.wrapper) == "Stream"),
        download=use(_is_download),
        upload=use(_is_upload),
        fields=next((code for way in ways if (code := _fields(*way)) is not None), None),
        webhook=next((event.name for event in build.api.events), None),
    )


def _effort(call: Call) -> tuple[bool, bool, bool, int]:
    """How much a reader has to understand before a call makes sense."""
    operation = call.operation
    return operation.deprecated, call.content is not None, operation.method != "GET", len(call.parameters)


def _first(
    ways: Iterable[tuple[Call, Method]], is_wanted: Callable[[Call, Method], bool]
) -> tuple[Call, Method] | None:
    return next((way for way in ways if is_wanted(*way)), None)


def _use(build: Build, call: Call, method: Method) -> Use:
    values = python_call(build, call, None)
    arguments = ["body"] if call.content else []
    if values["other_content_type"]:
        arguments.append(f"content_type={python_literal(values['other_content_type'])}")
    arguments += [f"{name}={value}" for name, value in values["arguments"].items()]
    imports = [*values["imports"]]
    if values["models"]:
        imports.append(f"from {build.package}.models import {', '.join(values['models'])}")
    body = [f"\nbody = {values['body']}"] if call.content else []
    return Use(
        Code("\n".join([*imports, *body])),
        Code(_attribute(method)),
        Code(", ".join(arguments)),
    )


def _attribute(method: Method) -> str:
    group = method.operation.group
    return f"{group}.{method.name}" if group else str(method.name)


def _given(build: Build, call: Call) -> Code:
    """The credentials that a call needs, as arguments of the client."""
    found = sample_of(build, call, None, []).credentials
    values = {
        name: [f"os.environ[{python_literal(str(each.environment))}]" for each in variables]
        for name, variables in found.items()
    }
    return Code(
        ", ".join(
            f"{name}={codes[0] if len(codes) == 1 else '(' + ', '.join(codes) + ')'}"
            for name, codes in values.items()
        )
    )


def _is_call(call: Call, method: Method) -> bool:
    return not method.wrapper


def _is_plain(call: Call, method: Method) -> bool:
    return not method.wrapper and not _is_upload(call, method) and not _is_download(call, method)


def _is_download(call: Call, method: Method) -> bool:
    contents = [content for response in call.operation.successes for content in response.contents]
    return not method.wrapper and any(kind_of(content.media_type) == "binary" for content in contents)


def _is_upload(call: Call, method: Method) -> bool:
    return not method.wrapper and bool(call.content and (call.kind == "binary" or call.content.files))


def _fields(call: Call, method: Method) -> Code | None:
    """A call with the properties of its body as arguments; None if its body has no such properties."""
    is_mapping = call.kind == "json" and isinstance(call.body, dict)
    if method.wrapper or not method.signatures.takes_fields or not is_mapping:
        return None
    taken = {str(argument.name) for argument in (*method.signatures.path, *method.signatures.keywords)}
    body = call.body
    if not body or taken & body.keys() or not all(name.isidentifier() for name in body):
        return None
    given = {**call.parameters, **body}
    arguments = (f"{name}={python_literal(value)}" for name, value in given.items())
    return Code(f"{_attribute(method)}({', '.join(arguments)})")


def _formatted(text: str) -> str:
    """The text with the Python in it formatted."""
    snippets = [File(f"{index}.py", found[1]) for index, found in enumerate(_SNIPPET.finditer(text))]
    formatted = iter(format_files(snippets))
    return _SNIPPET.sub(lambda _: f"```python\n{next(formatted).text}```", text)
