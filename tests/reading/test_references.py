"""A description of several files becomes one, and every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from oasmith.errors import OasmithError
from oasmith.reading.files import load
from oasmith.reading.references import bundle
from oasmith.reading.references.access import Access
from oasmith.structure import fragment_pointer, look_up


def write(folder: Path, **files: Any) -> Path:
    for name, data in files.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    return folder / "root.yaml"


def document(**paths: Any) -> dict[str, Any]:
    return {"openapi": "3.1.1", "info": {"title": "t", "version": "1"}, "paths": paths}


def operation(schema: Any, **more: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"get": {"responses": {"200": {"description": "d", "content": content}}, **more}}


def target(whole: Any, reference: str) -> Any:
    assert reference.startswith("#/")
    return look_up(whole, fragment_pointer(reference[1:]))


def schema_at(whole: Any, path: str) -> Any:
    return whole["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]


def test_schemas_of_other_files_are_taken_in_with_what_they_refer_to(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        root=document(**{"/x": operation({"$ref": "other.yaml#/Thing"})}),
        other={"Thing": {"properties": {"next": {"$ref": "#/Thing"}, "to": {"$ref": "#/To"}}},
               "To": {"$ref": "root.yaml#/info/title"}},
    )  # fmt: skip
    whole = bundle(load(root)).document
    thing = target(whole, schema_at(whole, "/x")["$ref"])
    assert target(whole, thing["properties"]["next"]["$ref"]) is not None
    assert thing["properties"]["next"] == schema_at(whole, "/x")
    assert target(whole, thing["properties"]["to"]["$ref"]) == {"$ref": "#/info/title"}


def test_a_name_that_is_taken_gets_its_file_s_name_before_it(tmp_path: Path) -> None:
    root = document(**{"/x": operation({"$ref": "other.yaml#/Thing"})})
    root["components"] = {"schemas": {"Thing": {"type": "string"}}}
    whole = bundle(load(write(tmp_path, root=root, other={"Thing": {"type": "integer"}}))).document
    assert whole["components"]["schemas"] == {"Thing": {"type": "string"}, "other_Thing": {"type": "integer"}}
    assert schema_at(whole, "/x") == {"$ref": "#/components/schemas/other_Thing"}


def test_parameters_responses_and_path_items_of_other_files(tmp_path: Path) -> None:
    parameter = {"name": "p", "in": "query", "schema": {"type": "string"}}
    root = write(
        tmp_path,
        root=document(**{"/x": {"$ref": "paths.yaml#/~1x"}, "/y": {"$ref": "paths.yaml#/a%20b"}}),
        paths={
            "/x": operation({"type": "string"}, parameters=[{"$ref": "parts.yaml#/p"}]),
            "a b": {"get": {"responses": {"200": {"$ref": "parts.yaml#/r"}}}},
        },
        parts={"p": parameter, "r": {"description": "r"}},
    )
    whole = bundle(load(root)).document
    x, y = (target(whole, whole["paths"][path]["$ref"]) for path in ("/x", "/y"))
    assert target(whole, x["get"]["parameters"][0]["$ref"]) == parameter
    assert target(whole, y["get"]["responses"]["200"]["$ref"]) == {"description": "r"}


def test_circles_between_files(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        root=document(**{"/x": operation({"$ref": "a.yaml#/A"})}),
        a={"A": {"properties": {"b": {"$ref": "b.yaml#/B"}}}},
        b={"B": {"properties": {"a": {"$ref": "a.yaml#/A"}}}},
    )
    whole = bundle(load(root)).document
    a = target(whole, schema_at(whole, "/x")["$ref"])
    b = target(whole, a["properties"]["b"]["$ref"])
    assert b["properties"]["a"] == schema_at(whole, "/x")


def test_every_reference_that_leads_nowhere_is_reported(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        root=document(
            **{
                "/a": operation({"$ref": "#/components/schemas/Nothing"}),
                "/b": operation({"$ref": "gone.yaml#/A"}),
                "/c": operation({"$ref": "http://example.com/x.yaml"}),
            }
        ),
    )
    with pytest.raises(OasmithError) as raised:
        bundle(load(root))
    messages = [str(problem) for problem in raised.value.problems]
    assert len(messages) == 3
    for message, expected in zip(
        messages, ("leads nowhere", "there is no such file", "another host"), strict=True
    ):
        assert expected in message
        assert "root.yaml:" in message
        assert "/responses/200/content/application~1json/schema" in message


def test_a_deep_reference_makes_a_component_of_what_it_leads_to(tmp_path: Path) -> None:
    root = document(
        **{"/x": operation({"$ref": "#/components/schemas/User/properties/address/properties/id"})}
    )
    address = {"type": "object", "properties": {"id": {"type": "integer"}}}
    root["components"] = {"schemas": {"User": {"type": "object", "properties": {"address": address}}}}
    whole = bundle(load(write(tmp_path, root=root))).document
    assert schema_at(whole, "/x") == {"$ref": "#/components/schemas/UserAddressId"}
    user = whole["components"]["schemas"]["User"]
    assert user["properties"]["address"]["properties"]["id"] == schema_at(whole, "/x")
    assert whole["components"]["schemas"]["UserAddressId"] == {"type": "integer"}


KIDS = "#/components/schemas/Tree/properties/kids"


def test_deep_references_may_go_in_circles_and_through_each_other(tmp_path: Path) -> None:
    tree = {
        "properties": {
            "kids": {"type": "array", "items": {"properties": {"up": {"$ref": KIDS}}}},
            "first": {"$ref": f"{KIDS}/items"},
            "other": {"$ref": "#/components/schemas/Alias/properties/kids"},
        }
    }  # fmt: skip
    root = document()
    root["components"] = {"schemas": {"Tree": tree, "Alias": {"$ref": "#/components/schemas/Tree"}}}
    schemas = bundle(load(write(tmp_path, root=root))).document["components"]["schemas"]
    assert set(schemas) == {"Tree", "Alias", "TreeKids", "TreeKidsItem"}
    assert schemas["TreeKids"]["items"] == {"$ref": "#/components/schemas/TreeKidsItem"}
    assert schemas["TreeKidsItem"]["properties"]["up"] == {"$ref": "#/components/schemas/TreeKids"}
    assert schemas["Tree"]["properties"]["other"] == {"$ref": "#/components/schemas/TreeKids"}


def test_anchors_and_identities_are_followed_and_gone_afterwards(tmp_path: Path) -> None:
    root = document(
        **{
            "/a": operation({"$ref": "#thing"}),
            "/b": operation({"$ref": "https://example.test/schemas/node"}),
            "/c": operation({"$ref": "https://example.test/schemas/node#deep"}),
        }
    )
    root["components"] = {
        "schemas": {
            "Thing": {"$anchor": "thing", "type": "string"},
            "Node": {
                "$id": "https://example.test/schemas/node",
                "$dynamicAnchor": "node",
                "properties": {
                    "next": {"$dynamicRef": "#node"},
                    "leaf": {"$anchor": "deep", "type": "integer"},
                    "same": {"$ref": "#/properties/leaf"},
                },
            },
        }
    }
    whole = bundle(load(write(tmp_path, root=root))).document
    schemas = whole["components"]["schemas"]
    assert schema_at(whole, "/a") == {"$ref": "#/components/schemas/Thing"}
    assert schema_at(whole, "/b") == {"$ref": "#/components/schemas/Node"}
    assert schema_at(whole, "/c") == {"$ref": "#/components/schemas/NodeLeaf"}
    assert schemas["Thing"] == {"type": "string"}
    assert schemas["Node"] == {
        "properties": {
            "next": {"$ref": "#/components/schemas/Node"},
            "leaf": {"$ref": "#/components/schemas/NodeLeaf"},
            "same": {"$ref": "#/components/schemas/NodeLeaf"},
        }
    }


def test_a_file_is_the_same_however_its_path_is_spelled(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    root = write(
        tmp_path,
        root=document(
            **{
                "/a": operation({"$ref": "./other.yaml#/Thing"}),
                "/b": operation({"$ref": "sub/../other.yaml#/Thing"}),
            }
        ),
        other={"Thing": {"type": "object"}},
    )
    whole = bundle(load(root)).document
    assert schema_at(whole, "/a") == schema_at(whole, "/b")
    assert list(whole["components"]["schemas"]) == ["Thing"]


def test_a_discriminator_may_name_files(tmp_path: Path) -> None:
    pet = {
        "oneOf": [{"$ref": "pets.yaml#/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"dog": "pets.yaml#/Dog"}},
    }
    root = write(tmp_path, root=document(**{"/a": operation(pet)}), pets={"Dog": {"type": "object"}})
    schema = schema_at(bundle(load(root)).document, "/a")
    assert schema["discriminator"]["mapping"] == {"dog": "#/components/schemas/Dog"}
    assert schema["oneOf"] == [{"$ref": "#/components/schemas/Dog"}]


class Files(BaseHTTPRequestHandler):
    """A host with one file, a redirect to another host, and nothing else."""

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://elsewhere.invalid/x.yaml")
            self.end_headers()
            return
        found = {
            "/a/thing.yaml": b"Thing: {properties: {part: {$ref: 'part.yaml'}}}",
            "/a/part.yaml": b"type: integer",
        }
        body = found.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Files) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_files_of_an_allowed_host_are_taken_in_with_their_own_references(tmp_path: Path, host: str) -> None:
    root = document(**{"/x": operation({"$ref": f"http://{host}/a/thing.yaml#/Thing"})})
    whole = bundle(load(write(tmp_path, root=root)), Access(remote=(host,))).document
    thing = target(whole, schema_at(whole, "/x")["$ref"])
    assert target(whole, thing["properties"]["part"]["$ref"]) == {"type": "integer"}


@pytest.mark.parametrize(
    ("path", "allows", "expected"),
    [
        ("a/thing.yaml#/Thing", False, "--allow-remote 127.0.0.1:"),
        ("away", True, "--allow-remote elsewhere.invalid"),
        ("missing.yaml", True, "Correct the URL"),
    ],
)
def test_what_another_host_does_not_give_is_reported(
    tmp_path: Path, host: str, path: str, allows: bool, expected: str
) -> None:
    root = document(**{"/x": operation({"$ref": f"http://{host}/{path}"})})
    with pytest.raises(OasmithError, match="http://") as raised:
        bundle(load(write(tmp_path, root=root)), Access(remote=(host,) if allows else ()))
    (problem,) = raised.value.problems
    assert expected in problem.remedy
    assert problem.pointer.startswith("/paths/~1x/get")
