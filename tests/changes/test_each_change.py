"""Each change has one sentence: none is lost, none is reported where nothing changed, and all are true."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from changes.pairs import (
    BEARER,
    CAT,
    DOG,
    INTEGER,
    KEY,
    STRING,
    Document,
    body,
    changed,
    document,
    flow,
    operation,
    parameters,
    server_rule,
    thing,
)
from oasmith.changes.compare import compare
from oasmith.settings import Target

TARGET = Target(Path("openapi.yaml"), Path("out"))
THREE = {"name": STRING, "tag": STRING, "size": INTEGER}
STRICT_DOG = {**DOG, "required": ["kind", "tricks"]}


def messages(old: Document, new: Document, side: str) -> list[str]:
    """The sentences of one side, in the order of the report."""
    return [change.message for change in compare(old, new, TARGET).changes if change.side == side]


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def tagged(*names: str) -> Document:
    """A union with a discriminator that has values for some names of components."""
    mapping = {name.lower(): f"#/components/schemas/{name}" for name in names}
    union = {
        "oneOf": [ref("Cat"), ref("Dog"), ref("Cow")],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    schema = {"type": "object", "required": ["kind"], "properties": {"kind": STRING}}
    return document(union, Cat=schema, Dog=schema, Cow=schema)


def form(**encoding: Any) -> Document:
    """A form with two arrays."""
    properties = {name: {"type": "array", "items": STRING} for name in ("first", "second")}
    schema = {"type": "object", "properties": properties}
    return body(content={"application/x-www-form-urlencoded": {"schema": schema, "encoding": encoding}})


def secured(*names: str) -> Document:
    """An operation that accepts one of several credentials."""
    schemes = {"first": KEY, "second": BEARER, "third": {**KEY, "name": "X-Other"}}
    return changed(operation(security=[{it: []} for it in names]), components={"securitySchemes": schemes})


def scoped(**scopes: list[str]) -> Document:
    """An operation that accepts one of several OAuth 2 schemes with scopes."""
    every = dict.fromkeys(("read", "write", "delete"), "")
    schemes = {name: flow(scopes=every) for name in scopes}
    security = [{name: listed} for name, listed in scopes.items()]
    return changed(operation(security=security), components={"securitySchemes": schemes})


UNION = {name: {"type": "object", "required": [name], "properties": {name: STRING}} for name in "ABC"}

SEVERAL: dict[str, tuple[Document, Document, list[str]]] = {
    "required properties that are not described": (
        document(thing()),
        document(thing(required=["name", "one", "two"])),
        ["`Thing.value` now requires the property `one`", "`Thing.value` now requires the property `two`"],
    ),
    "dependent properties": (
        document(thing(properties=THREE)),
        document(thing(properties=THREE, dependentRequired={"tag": ["size"], "size": ["tag"]})),
        ["`Thing.value` with `tag` must now also have `size`",
         "`Thing.value` with `size` must now also have `tag`"],
    ),
    "alternatives": (
        document({"oneOf": [ref("A"), ref("B"), ref("C")]}, **UNION),
        document({"anyOf": [ref("A")]}, **UNION),
        ["`Thing.value` no longer has the alternative `B`",
         "`Thing.value` no longer has the alternative `C`"],
    ),
    "values of a discriminator": (
        tagged("Cat", "Dog", "Cow"),
        tagged("Cat"),
        ["The discriminator of `Thing.value` no longer has `dog`",
         "The discriminator of `Thing.value` no longer has `cow`"],
    ),
    "encodings": (
        form(),
        form(first={"explode": False}, second={"explode": False}),
        ["The property `first` of the body of `GET /things/{id}` is encoded differently",
         "The property `second` of the body of `GET /things/{id}` is encoded differently"],
    ),
    "scopes": (
        scoped(first=["read"], second=["read"]),
        scoped(first=["read", "write"], second=["read", "delete"]),
        ["`GET /things/{id}` now requires the scopes `write`",
         "`GET /things/{id}` now requires the scopes `delete`"],
    ),
    "credentials": (
        secured("first", "second", "third"),
        secured("third"),
        ["`GET /things/{id}` no longer accepts the credentials `first`",
         "`GET /things/{id}` no longer accepts the credentials `second`"],
    ),
}  # fmt: skip
"""Descriptions with several changes of one kind at one place."""


@pytest.mark.parametrize("name", SEVERAL)
def test_each_of_several_changes_at_one_place_is_reported(name: str) -> None:
    old, new, expected = SEVERAL[name]
    breaking = [change for change in compare(old, new, TARGET).changes if change.side == "request"]
    assert [change.message for change in breaking if change.verdict == "breaking"] == expected


def test_a_branch_that_is_gone_is_not_compared_with_one_that_stays() -> None:
    old, new = document({"anyOf": [ref("A"), ref("B")]}, **UNION), document({"anyOf": [ref("A")]}, **UNION)
    assert messages(old, new, "response") == ["`Thing.value` no longer has the alternative `B`"]


ORDERS: dict[str, tuple[list[Any], list[Any], list[str]]] = {
    "tagged": ([CAT, DOG], [DOG, CAT], []),
    "of two types": ([thing(), STRING], [STRING, thing()], []),
    "untagged": (
        [thing(), {"type": "object", "properties": {"size": INTEGER}}],
        [{"type": "object", "properties": {"size": INTEGER}}, thing()],
        [],
    ),
    "one of them changed": ([CAT, DOG, STRING], [STRING, STRICT_DOG, CAT],
                            ["`Thing.value.tricks` is now required"]),
}  # fmt: skip
"""Branches of a union before and after, and what is said of requests."""


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize("name", ORDERS)
def test_the_order_of_branches_without_names_is_no_change(name: str, keyword: str) -> None:
    old, new, expected = ORDERS[name]
    assert messages(document({keyword: old}), document({keyword: new}), "request") == expected


NULL = {"type": "null"}
NUMBER = {"type": "number"}

SENTENCES: dict[str, tuple[Any, Any, list[str]]] = {
    "a bound that is excluded": (
        {**NUMBER, "minimum": 1},
        {**NUMBER, "exclusiveMinimum": 1},
        ["The minimum of `Thing.value` increased from `1` to `1 (excluded)`"],
    ),
    "values of another type": (
        {"type": "string", "enum": ["1"]},
        {"type": "integer", "enum": [1]},
        ["`Thing.value` changed its type from `string` to `integer`"],
    ),
    "a rule of the server": (
        thing(),
        {**thing(), "allOf": [server_rule("There must be room for a thing.")]},
        ["`Thing.value` has a new rule: There must be room for a thing."],
    ),
}
"""Schemas before and after, and what is said of requests."""


@pytest.mark.parametrize("name", SENTENCES)
def test_a_change_has_one_true_sentence(name: str) -> None:
    old, new, expected = SENTENCES[name]
    assert messages(document(old), document(new), "request") == expected


def test_a_server_that_an_operation_no_longer_has_is_reported_at_each_operation() -> None:
    old = changed(operation(), paths={path: operation()["paths"]["/things/{id}"] for path in ("/a", "/b")})
    new = deepcopy(old)
    for item in new["paths"].values():
        item["get"]["servers"] = [{"url": "https://other.example"}]
    removed = [change for change in compare(old, new, TARGET).changes if change.id == "server-removed"]
    assert [change.pointer for change in removed] == ["/paths/~1a/get", "/paths/~1b/get"]


def test_types_of_models_and_of_mappings_are_told_apart() -> None:
    old, new = document(ref("Part"), Part=thing()), document({"anyOf": [ref("Part"), NULL]}, Part=thing())
    assert messages(old, new, "surface") == [
        "The field `value` of `inputs.Thing` is now `Part | inputs.Part | None`; it was `Part | inputs.Part`"
    ]


def test_a_tuple_is_shown_with_its_items() -> None:
    schemas = [{"type": "array", "prefixItems": items, "items": False} for items in ([STRING], [INTEGER])]
    assert messages(document(schemas[0]), document(schemas[1]), "surface") == [
        "The field `value` of `Thing` is now `list[Any] | None with the items int`; "
        "it was `list[Any] | None with the items str`"
    ]


def test_a_read_only_field_need_not_be_given_and_has_the_same_type() -> None:
    old, new = (thing(properties={"name": {"type": "string", "readOnly": it}}) for it in (True, False))
    assert "The field `name` of `ThingValue` is now required" in messages(
        document(old), document(new), "surface"
    )
    assert not [it for it in messages(document(old), document(new), "surface") if "`str`; it was `str`" in it]


PART = ref("Part")
MAYBE: dict[str, Any] = {"anyOf": [PART, NULL]}
AT_REFERENCES: dict[str, tuple[Any, Any, list[str]]] = {
    "null at two places": (
        {"type": "object", "properties": {"one": MAYBE, "two": MAYBE}},
        {"type": "object", "properties": {"one": PART, "two": PART}},
        ["`Thing.value.one` must no longer be null", "`Thing.value.two` must no longer be null"],
    ),
    "null for items": (
        {"type": "array", "items": MAYBE},
        {"type": "array", "items": PART},
        ["`Thing.value[]` must no longer be null"],
    ),
    "any value": ({}, PART, ["`Thing.value` no longer allows any type, only `object`"]),
    "a keyword beside it": (
        {**PART, "maxProperties": 3},
        PART,
        ["`Thing.value` may now have more than `3` properties"],
    ),
}
"""Schemas with and without a reference before and after, and what is said of requests."""


@pytest.mark.parametrize("name", AT_REFERENCES)
def test_what_changed_beside_a_reference_is_said_of_its_place(name: str) -> None:
    old, new, expected = AT_REFERENCES[name]
    component = {"type": "object"}
    assert messages(document(old, Part=component), document(new, Part=component), "request") == expected


@pytest.mark.parametrize("kind", ["requestBodies", "responses", "parameters"])
def test_changes_of_the_surface_lead_into_components(kind: str) -> None:
    pointers = set()
    documents: list[Document] = []
    for schema in (STRING, INTEGER):
        content = {"content": {"application/json": {"schema": thing(properties={"name": schema})}}}
        component = {
            "requestBodies": content,
            "responses": {"description": "Found", **content},
            "parameters": {"name": "limit", "in": "query", "schema": schema},
        }[kind]
        shared = {"$ref": f"#/components/{kind}/Shared"}
        nodes: dict[str, dict[str, Any]] = {
            "requestBodies": {"requestBody": shared},
            "responses": {"responses": {"200": shared}},
            "parameters": {
                "parameters": [*operation()["paths"]["/things/{id}"]["get"]["parameters"], shared]
            },
        }
        documents.append(changed(operation(**nodes[kind]), components={kind: {"Shared": component}}))
    for change in compare(documents[0], documents[1], TARGET).changes:
        if change.side == "surface":
            pointers.add(change.pointer.split("/content")[0])
    assert pointers == {f"/components/{kind}/Shared"}


@pytest.mark.parametrize("name", ["size", "maxSize", "x-size", "class"])
def test_a_field_of_a_model_and_its_key_of_a_mapping_are_one_change(name: str) -> None:
    old, new = (thing(properties={name: schema}, required=[name]) for schema in (INTEGER, STRING))
    (message,) = messages(document(old), document(new), "surface")
    assert message.endswith("of `ThingValue` is now `str`; it was `int`")
    gone = messages(document(old), document(thing(properties={}, required=[])), "surface")
    assert len([it for it in gone if "no longer has the field" in it]) <= 1


@pytest.mark.parametrize("required", [[], ["maxSize", "minSize"]])
def test_each_new_field_is_one_change(required: list[str]) -> None:
    sizes = {"maxSize": INTEGER, "minSize": INTEGER}
    base = {"allOf": [ref("Base"), {"type": "object", "properties": {"tag": STRING}}]}
    new = thing(properties={"name": STRING, **sizes}, required=["name", *required])
    kind = "required field" if required else "field"
    for old, after, name in (
        (document(thing()), document(new), "ThingValue"),
        (document(base, Base=thing()), document(base, Base=new), "Base"),
    ):
        added = [it for it in messages(old, after, "surface") if "has a new" in it]
        assert added == [f"`{name}` has a new {kind} `{it}`" for it in ("max_size", "min_size")]


def argument(name: str, is_required: bool) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": is_required, "schema": INTEGER}


def failing(**schemas: Any) -> Document:
    """An operation with errors, whose statuses have a letter before them."""
    failures = {
        name[1:]: {"description": "Failed", "content": {"application/json": {"schema": schema}}}
        for name, schema in schemas.items()
    }
    return operation(responses={"204": {"description": "Done"}, **failures})


OF_METHODS: dict[str, tuple[Document, Document, list[str]]] = {
    "required arguments": (
        parameters(),
        parameters(argument("one", True), argument("two", True)),
        ["`get_thing()` has a new required argument `one`",
         "`get_thing()` has a new required argument `two`"],
    ),
    "arguments that are now required": (
        parameters(argument("one", False), argument("two", False)),
        parameters(argument("one", True), argument("two", True)),
        ["`get_thing()` now requires the argument `one`", "`get_thing()` now requires the argument `two`"],
    ),
    "errors": (
        failing(s404=STRING, s409=STRING),
        failing(s404=INTEGER, s409=INTEGER),
        ["The error 404 of `get_thing()` now has the body `int`; it was `str`",
         "The error 409 of `get_thing()` now has the body `int`; it was `str`"],
    ),
    "errors that are gone": (
        failing(s404=STRING, s409=STRING),
        failing(),
        ["The error 404 of `get_thing()` no longer has the body `str`",
         "The error 409 of `get_thing()` no longer has the body `str`"],
    ),
    "base classes": (
        document({"allOf": [ref("A"), ref("B"), {"type": "object", "properties": {"tag": STRING}}]}, **UNION),
        document({"allOf": [{"type": "object", "properties": {"tag": STRING}}]}, **UNION),
        ["`ThingValue` no longer has the base class `A`", "`ThingValue` no longer has the base class `B`"],
    ),
}  # fmt: skip
"""Descriptions before and after, and sentences about the surface that must be there."""


@pytest.mark.parametrize("name", OF_METHODS)
def test_each_change_of_a_method_or_class_is_reported(name: str) -> None:
    old, new, expected = OF_METHODS[name]
    kinds = messages(old, new, "surface")
    assert [message for message in kinds if message in expected] == expected
    assert len(set(kinds)) == len(kinds)


def test_each_of_several_keywords_that_are_not_compared_is_reported() -> None:
    new = {"type": "string", "contentEncoding": "base64", "contentMediaType": "text/plain"}
    found = messages(document(STRING), document(new), "request")
    assert found == [
        f"`Thing.value` has a new value of the keyword `{it}`"
        for it in ("contentEncoding", "contentMediaType")
    ]
