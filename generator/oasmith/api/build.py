"""Builds the Api from one valid OpenAPI 3.1 document in normal form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from oasmith.api.grouping import Described, MethodName, group_names, method_names
from oasmith.api.model import (
    Api,
    Body,
    Content,
    Encoding,
    Event,
    Example,
    Flow,
    Group,
    Header,
    Link,
    Operation,
    Parameter,
    Response,
    Rule,
    SecurityScheme,
    Server,
    ServerVariable,
    VendorSdk,
)
from oasmith.api.pagination import pagination
from oasmith.extensions import DEPRECATED_REASON, LOCAL_TIMES, NAME, SHORT_NAMES, SUNSET, VALIDATE_REQUESTS
from oasmith.names import Identifier, Namespace, Wish, pascal_case, snake_case, spelled_out
from oasmith.reserved import CLIENT_ARGUMENTS, CLIENT_CLASSES, METHOD_ARGUMENTS
from oasmith.runtime.base_contract import ValidateRequests
from oasmith.runtime.media import essence, kind_of
from oasmith.schemas import Schema, Schemas, named, rules
from oasmith.structure import METHODS, default_style, resolved

_JSON = "application/json"
_CONTENT_STYLE = {"json": "json", "form": "form"}
"""The style of a parameter with ``content``, by the kind of its media type; ``text`` for other kinds."""


def build(document: Mapping[str, Any]) -> Api:
    """Build the Api of an OpenAPI 3.1 document.

    The document must be in normal form and valid; nothing is raised for one that is.
    """
    return _Builder(document).api()


class _Builder:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.components: Mapping[str, Any] = document.get("components") or {}
        self.schemas = Schemas(self.components.get("schemas") or {})
        self.short_names = SHORT_NAMES.of(document) is not False

    def api(self) -> Api:
        info = self.document["info"]
        schemas = self.schemas
        operations = tuple(self.operations())
        security_schemes = tuple(self.security_schemes())
        taken = {scheme.name for scheme in security_schemes}
        taken |= {p.name for operation in operations for p in operation.parameters if p.on_client}
        return Api(
            title=str(info["title"]),
            version=str(info["version"]),
            description=info.get("description", ""),
            servers=tuple(
                self.server(server, taken) for server in self.document.get("servers") or [{"url": "/"}]
            ),
            security_schemes=security_schemes,
            operations=operations,
            schemas=schemas,
            rules=tuple(rule for name, schema in schemas.items() for rule in _rules(name, schema)),
            groups=tuple(self.groups(operations)),
            events=tuple(self.events(operations)),
            vendor_sdk=_vendor_sdk(self.document.get("x-vendor-sdk")),
            local_times=LOCAL_TIMES.of(self.document) is not False,
            validate_requests=_validate_requests(self.document),
            licence=_licence(info.get("license")),
        )

    def resolved(self, node: Any) -> Any:
        """The object that a reference leads to; a summary and a description beside the reference win."""
        return resolved(self.document, node)

    def described(self) -> Iterator[Described]:
        """Every operation below ``paths``, in document order."""
        for path, item in (self.document.get("paths") or {}).items():
            if not path.startswith("x-"):
                yield from _described(path, self.resolved(item))

    def operations(self) -> Iterator[Operation]:
        described = list(self.described())
        groups = self.group_names(described)
        for operation, method_name in zip(
            described, method_names(described, groups, self.short_names), strict=True
        ):
            item = self.resolved(self.document["paths"][operation.path])
            yield self.operation(operation, method_name, item)

    def group_names(self, described: Iterable[Described]) -> dict[str, Identifier]:
        tags = list(dict.fromkeys(operation.tag for operation in described if operation.tag))
        wanted = {
            tag["name"]: name for tag in self.document.get("tags") or () if (name := NAME.of(tag)) is not None
        }
        return group_names(tags, wanted, self.short_names)

    def groups(self, operations: tuple[Operation, ...]) -> Iterator[Group]:
        """The groups in the order of the document's tags, then of the operations."""
        members: dict[str, list[Operation]] = {}
        for operation in operations:
            if operation.group:
                members.setdefault(operation.tags[0], []).append(operation)
        texts = {tag["name"]: tag.get("description", "") for tag in self.document.get("tags") or ()}
        order = {tag: index for index, tag in enumerate(texts)}
        names = {tag: own[0].group for tag, own in members.items() if own[0].group is not None}
        classes = _group_classes(names)
        for tag in sorted(members, key=lambda tag: order.get(tag, len(order))):
            yield Group(tag, names[tag], classes[tag], texts.get(tag, ""), tuple(members[tag]))

    def events(self, operations: tuple[Operation, ...]) -> Iterator[Event]:
        """The webhooks, and the callbacks of the operations."""
        found: list[tuple[str, str, Described]] = []
        for key, item in (self.document.get("webhooks") or {}).items():
            for described in _described(key, self.resolved(item)):
                found.append((key, key, described))
        for operation, described in zip(operations, self.described(), strict=True):
            for key, callback in (described.node.get("callbacks") or {}).items():
                for expression, item in self.resolved(callback).items():
                    if not expression.startswith("x-"):
                        for call in _described(expression, self.resolved(item)):
                            found.append((f"{operation.id} {key}", key, call))
        names = Namespace().assign(
            {
                (title, call.method, call.path, index): Wish(
                    list(
                        map(
                            snake_case,
                            (name, title, f"{title} {call.method}", f"{title} {call.method} {call.path}"),
                        )
                    ),
                    title,
                )
                for index, (title, name, call) in enumerate(found)
            }
        )
        for name, (title, _, call) in zip(names.values(), found, strict=True):
            body = call.node.get("requestBody")
            yield Event(
                name=Identifier(name),
                title=title,
                summary=call.node.get("summary", ""),
                description=call.node.get("description", ""),
                body=self.body(self.resolved(body)) if body else None,
            )

    def operation(self, described: Described, method_name: MethodName, item: Mapping[str, Any]) -> Operation:
        method, path, operation = described
        body = operation.get("requestBody")
        required = operation.get("security", self.document.get("security"))
        servers = operation.get("servers") or item.get("servers") or ()
        parameters = tuple(self.parameters(item, operation))
        found = Operation(
            id=operation.get("operationId") or f"{method} {path}",
            name=method_name.name,
            group=method_name.group,
            method=method.upper() if method in METHODS else method,
            path=path.partition("#")[0],  # a fragment distinguishes operations and is never sent
            summary=operation.get("summary", ""),
            description=operation.get("description", ""),
            deprecated=bool(operation.get("deprecated", False)),
            deprecation=_deprecation(operation),
            tags=tuple(operation.get("tags") or ()),
            parameters=parameters,
            body=self.body(self.resolved(body)) if body else None,
            responses=tuple(
                self.response(str(status), self.resolved(response))
                for status, response in (operation.get("responses") or {}).items()
                if not str(status).startswith("x-")
            ),
            security=_security(required),
            scopes=_scopes(required),
            servers=tuple(self.server(server) for server in servers),
            idempotency_key=_idempotency_key(parameters),
        )
        pages = pagination(
            operation.get("x-oasmith-pagination"),
            found.method,
            parameters,
            found.body,
            found.successes,
            self.schemas,
        )
        return replace(found, pagination=pages)

    def parameters(self, item: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[Parameter]:
        """The parameters of a path item and of an operation.

        If both have a parameter with the same name and location, the one of the operation wins.
        """
        found: dict[tuple[str, str], Mapping[str, Any]] = {}
        for node in (*(item.get("parameters") or ()), *(operation.get("parameters") or ())):
            parameter = self.resolved(node)
            found[parameter["name"], parameter["in"]] = parameter
        names = _argument_names(found)
        for key, parameter in found.items():
            media_type, content = next(iter((parameter.get("content") or {}).items()), ("", parameter))
            content = self.resolved(content)
            style = parameter.get("style", default_style(parameter["in"]))
            if media_type:
                style = _CONTENT_STYLE.get(kind_of(media_type), "text")
            yield Parameter(
                wire_name=parameter["name"],
                name=names[key],
                location=parameter["in"],
                required=bool(parameter.get("required", False)),
                description=parameter.get("description", ""),
                deprecated=bool(parameter.get("deprecated", False)),
                deprecation=_deprecation(parameter),
                schema=content.get("schema", {}),
                style=style,
                explode=parameter.get("explode", style == "form"),
                on_client=bool(parameter.get("x-client-parameter", False)),
                examples=self.examples(content) or self.examples(parameter),
                allow_reserved=bool(parameter.get("allowReserved", False)),
            )

    def body(self, body: Mapping[str, Any]) -> Body:
        contents = self.sendable(self.contents(body.get("content") or {}))
        is_required = bool(body.get("required", False))
        has_null = bool(contents) and self.schemas.allows_null(contents[0].schema)
        return Body(
            description=body.get("description", ""),
            required=is_required,
            contents=contents,
            may_be_null=is_required and has_null and kind_of(contents[0].content_type) == "json",
        )

    def sendable(self, contents: tuple[Content, ...]) -> tuple[Content, ...]:
        """The media types of a request; a range that includes JSON is sent as ``application/json``.

        If any type will do, objects and lists are sent as JSON, and what is encoded already as it is.
        """
        as_json = [content for content in contents if kind_of(content.content_type) == "json"]
        if any(content.content_type == _JSON for content in as_json):
            return contents
        first = next((content for content in as_json if "*" in content.content_type), None)
        if as_json:
            return tuple(replace(it, content_type=_JSON) if it is first else it for it in contents)
        for content in contents:
            types = self.schemas.types(content.schema)
            if content.content_type == "*/*" and types and {"object", "array"}.issuperset(types):
                return (replace(content, media_type=_JSON, content_type=_JSON), *contents)
        return contents

    def contents(self, content: Mapping[str, Any]) -> tuple[Content, ...]:
        """The media types of a body. JSON comes first because clients prefer it."""
        found = (self.content(media_type, self.resolved(node)) for media_type, node in content.items())
        return tuple(sorted(found, key=lambda content: kind_of(content.media_type) != "json"))

    def content(self, media_type: str, node: Mapping[str, Any]) -> Content:
        schema: Schema = node.get("schema", node.get("itemSchema", {}))
        return Content(
            media_type=media_type,
            content_type=node.get("x-content-type", media_type),
            schema=schema,
            item_schema=self.schemas.stream_item(media_type, node),
            event_schema=self.schemas.stream_event(media_type, node),
            schema_name=named(schema),
            examples=self.examples(node),
            files=frozenset(self.files(schema)) if kind_of(media_type) == "multipart" else frozenset(),
            encoding={
                name: _encoding(media_type, encoding)
                for name, encoding in (node.get("encoding") or {}).items()
            },
        )

    def files(self, schema: Schema) -> Iterator[str]:
        """The properties that are files or lists of files."""
        for name, described in self.schemas.properties(schema).items():
            value = self.schemas.single(described)
            is_list = self.schemas.types(value) == ("array",)
            items = self.schemas.says(value, "items") if is_list else value
            members = self.schemas.alternatives(items) or [items]
            if all(self.schemas.says(member, "format") == "binary" for member in members):
                yield name

    def examples(self, node: Mapping[str, Any]) -> tuple[Example, ...]:
        """The named examples of a parameter or media type; a single ``example`` gets that name."""
        examples = {name: self.resolved(example) for name, example in (node.get("examples") or {}).items()}
        if "example" in node and not examples:
            examples["example"] = {"value": node["example"]}
        return tuple(
            Example(name, example.get("summary", ""), example.get("value", example.get("dataValue")))
            for name, example in examples.items()
            if "value" in example or "dataValue" in example
        )

    def response(self, status: str, response: Mapping[str, Any]) -> Response:
        return Response(
            status=status,
            description=response.get("description", ""),
            contents=self.contents(response.get("content") or {}),
            headers=tuple(
                Header(name, header.get("description", ""), header.get("schema", {}))
                for name, header in (
                    (name, self.resolved(node)) for name, node in (response.get("headers") or {}).items()
                )
            ),
            links=tuple(
                Link(
                    name,
                    str(link.get("operationId", link.get("operationRef", ""))),
                    link.get("description", ""),
                )
                for name, link in (
                    (name, self.resolved(node)) for name, node in (response.get("links") or {}).items()
                )
            ),
        )

    def security_schemes(self) -> Iterator[SecurityScheme]:
        schemes = {
            key: self.resolved(node) for key, node in (self.components.get("securitySchemes") or {}).items()
        }
        names = _client_names({key: _argument_wish(key, NAME.of(scheme)) for key, scheme in schemes.items()})
        for key, scheme in schemes.items():
            yield self.security_scheme(key, names[key], scheme)

    def security_scheme(self, key: str, name: Identifier, scheme: Mapping[str, Any]) -> SecurityScheme:
        return SecurityScheme(
            key=key,
            name=name,
            type=scheme["type"],
            description=scheme.get("description", ""),
            scheme=scheme.get("scheme", ""),
            flows=_flows(scheme.get("flows") or {}),
            urls=_urls(scheme),
            scopes={
                flow: {str(name): str(text or "") for name, text in (described.get("scopes") or {}).items()}
                for flow, described in _described_flows(scheme).items()
            },
            environment=scheme.get("x-environment") or {},
            parameter_name=scheme.get("name", ""),
            location=scheme.get("in", ""),
        )

    def server(self, server: Mapping[str, Any], taken: Collection[str] = ()) -> Server:
        """A server. Its variables get names other than ``taken``, which are arguments of the client."""
        variables = server.get("variables") or {}
        names = _client_names({name: _argument_wish(name) for name in variables}, taken)
        extension = server.get("x-environment") or {}
        environment = extension if isinstance(extension, Mapping) else {"variable": extension}
        file = environment.get("file") or {}
        return Server(
            url=server["url"],
            override=str(environment.get("variable", "")),
            override_file={name: str(value) for name, value in file.items()},
            description=server.get("description", ""),
            variables=tuple(
                ServerVariable(
                    wire_name=name,
                    name=names[name],
                    default=str(variable["default"]),
                    values=tuple(map(str, variable.get("enum") or ())),
                    description=variable.get("description", ""),
                )
                for name, variable in variables.items()
            ),
        )


_GRANTS = {"clientCredentials": "client_credentials", "password": "password"}
"""The grant type (RFC 6749) of each flow with which a client can fetch tokens by itself."""


def _flows(flows: Mapping[str, Any]) -> dict[str, Flow]:
    return {
        grant: Flow(flows[name]["tokenUrl"], flows[name].get("refreshUrl", ""))
        for name, grant in _GRANTS.items()
        if (flows.get(name) or {}).get("tokenUrl")
    }


_URLS = {"authorizationUrl": "Authorization URL", "tokenUrl": "Token URL", "refreshUrl": "Refresh URL",
         "deviceAuthorizationUrl": "Device authorization URL"}  # fmt: skip


def _urls(scheme: Mapping[str, Any]) -> dict[str, str]:
    """The endpoints of a scheme, by what they are; with the flow if there are several."""
    flows = _described_flows(scheme)
    found = {
        label if len(flows) == 1 else f"{label} ({name})": str(flow[key])
        for name, flow in flows.items()
        for key, label in _URLS.items()
        if flow.get(key)
    }
    connect = scheme.get("openIdConnectUrl")
    return found | ({"OpenID Connect": str(connect)} if connect else {})


def _described_flows(scheme: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    flows = scheme.get("flows") or {}
    return {
        name: flow for name, flow in flows.items() if isinstance(flow, Mapping) and not name.startswith("x-")
    }


def _security(alternatives: Sequence[Mapping[str, Any]] | None) -> tuple[tuple[str, ...], ...]:
    """The security alternatives of an operation; an explicit empty list is one that needs nothing."""
    if alternatives is None:
        return ()
    return tuple(map(tuple, alternatives)) or ((),)


def _scopes(alternatives: Sequence[Mapping[str, Any]] | None) -> tuple[Mapping[str, tuple[str, ...]], ...]:
    """The scopes by scheme of each of the same alternatives."""
    if alternatives is None:
        return ()
    found = ({key: tuple(map(str, names or ())) for key, names in each.items()} for each in alternatives)
    return tuple(found) or ({},)


def _licence(licence: Any) -> str:
    return str(licence.get("identifier") or licence.get("name") or "") if isinstance(licence, dict) else ""


def _validate_requests(document: Mapping[str, Any]) -> ValidateRequests:
    validate = VALIDATE_REQUESTS.of(document)
    return True if validate is None else validate


def _vendor_sdk(node: Any) -> VendorSdk | None:
    """The values of ``x-vendor-sdk`` as they are; the product ``vendor_sdk`` reports mistakes in them."""
    if node is None:
        return None
    values = node if isinstance(node, Mapping) else {"family": node}
    return VendorSdk(*(str(values.get(key, "")) for key in ("family", "service", "version", "name")))


def _idempotency_key(parameters: tuple[Parameter, ...]) -> Identifier | None:
    """The header that makes a request safe to repeat (draft-ietf-httpapi-idempotency-key-header)."""
    names = ("idempotency-key", "x-idempotency-key")
    found = (p.name for p in parameters if p.location == "header" and p.wire_name.lower() in names)
    return next(found, None)


def _deprecation(node: Mapping[str, Any]) -> str:
    """Why an operation or parameter is deprecated and until when it works, in sentences; else empty."""
    sunset = SUNSET.of(node)
    texts = [DEPRECATED_REASON.of(node), f"It may no longer work after {sunset}" if sunset else None]
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in texts if text)


def _group_classes(names: Mapping[str, Identifier]) -> dict[str, Identifier]:
    """A class name for the group of each tag, made from the name of its attribute.

    The tag ``pet`` has the class ``Pet`` in the sync client and ``AsyncPet`` in the async one. Neither name
    may be that of something that the same module imports.
    """
    wanted = {tag: pascal_case(name) for tag, name in names.items()}
    reserved = {part for name in CLIENT_CLASSES for part in (name, name.removeprefix("Async"))}
    reserved |= {f"Async{part}" for name in wanted.values() for part in (name, _resource(name))}
    scope = Namespace(reserved, escape=_resource)
    found = scope.assign({tag: Wish([name, _resource(name)], names[tag]) for tag, name in wanted.items()})
    return {tag: Identifier(name) for tag, name in found.items()}


def _resource(name: str) -> str:
    """``Stream`` as ``StreamResource``, and ``AsyncStream`` as ``StreamAsyncResource``."""
    start, rest = ("Async", name.removeprefix("Async")) if name.startswith("Async") else ("", name)
    return f"{rest.removesuffix('_')}{start}Resource"


def _client_names(wanted: Mapping[str, Wish], taken: Collection[str] = ()) -> dict[str, Identifier]:
    """A unique argument name of the client for each key, different from the names in ``taken``."""
    scope = Namespace({*CLIENT_ARGUMENTS, *taken}, escape=lambda name: f"{name.removesuffix('_')}_")
    return {key: Identifier(name) for key, name in scope.assign(wanted).items()}


def _argument_wish(text: str, asked: Any = None) -> Wish:
    candidates = [snake_case(text), snake_case(spelled_out(text))]
    if isinstance(asked, str):
        return Wish([snake_case(asked), *candidates], asked, is_asked=True)
    return Wish(candidates, text)


def _argument_names(
    parameters: Mapping[tuple[str, str], Mapping[str, Any]],
) -> dict[tuple[str, str], Identifier]:
    """The argument name of each parameter, by wire name and location.

    The location distinguishes parameters whose names would be equal.
    """
    wishes = {}
    for (wire_name, place), parameter in parameters.items():
        wish = _argument_wish(wire_name, NAME.of(parameter))
        first, *others = wish.candidates
        places = {other for name, other in parameters if snake_case(name) == first}
        if len(places) > 1 or first in METHOD_ARGUMENTS:
            others = [f"{first.removesuffix('_')}_in_{place}", *others]
        wishes[wire_name, place] = replace(wish, candidates=[first, *others])
    names = Namespace(METHOD_ARGUMENTS).assign(wishes)
    return {key: Identifier(name) for key, name in names.items()}


def _described(path: str, item: Mapping[str, Any]) -> Iterator[Described]:
    """The operations of a path item."""
    for method in METHODS:
        if method in item:
            yield Described(method, path, item[method])
    for method, operation in (item.get("additionalOperations") or {}).items():
        yield Described(method, path, operation)


def _rules(schema_name: str, schema: Schema) -> Iterator[Rule]:
    for rule, property_name in rules(schema):
        yield Rule(
            id=rule.id,
            message=rule.message,
            source=rule.source,
            schema_name=schema_name,
            property_name=property_name,
            enforced_by=rule.enforced_by,
        )


def _encoding(media_type: str, node: Mapping[str, Any]) -> Encoding:
    """How a property of a form is written.

    In parts, style form with explode is the default, and only those of ``multipart/form-data`` have styles.
    """
    style, explode = node.get("style", "form"), node.get("explode", node.get("style", "form") == "form")
    is_default = (style == "form" and explode) or essence(media_type) != "multipart/form-data"
    is_plain = (
        is_default if kind_of(media_type) == "multipart" else node.keys().isdisjoint(("style", "explode"))
    )
    return Encoding(
        node.get("contentType", ""),
        "" if is_plain else style,
        explode,
        bool(node.get("allowReserved", False)),
    )
