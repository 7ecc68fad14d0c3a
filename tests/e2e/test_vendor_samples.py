"""The samples for the vendor's own SDKs, run with its real packages against the mock server.

The packages for Java (17 MB with all that it needs) and Go (48 MB packed, 250 MB unpacked) are taken
from the caches of Maven and Go; where they are not, the test is skipped, or fetches them if
OASMITH_FETCH is 1.
"""

from __future__ import annotations

import copy
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import yaml
from huaweicloudsdkelb import v3 as vendor
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.pipeline import Generated, build_files
from oasmith.products.vendor_sdk.naming import FAMILIES, class_name
from oasmith.settings import Target
from support.page import description
from support.poison import HOSTILE
from support.vendor import GoModule, go_module, java_classpath, run

RULES = FAMILIES["huaweicloud"]
OTHERS = Path(__file__).with_name("vendor-elb.yaml")
SCHEMAS: dict[str, Any] = {
    name: schema for name, schema in description()["components"]["schemas"].items() if name != "ErrorResponse"
}
"""Those of the description that the vendor's packages have a class for."""


REQUESTS = [name for name in SCHEMAS if name.endswith(("Option", "RequestBody"))]
"""Those that a request is made of."""
COUNTS = 2, 3
"""How many examples the descriptions have."""
SECRET_KEY = "a-secret-key"


def everything() -> dict[str, Any]:
    """The description with one more example, which gives every field that goes with the others."""
    document = copy.deepcopy(description())
    operation = document["paths"]["/v3/{project_id}/elb/master-slave-pools"]["post"]
    operation["summary"] = HOSTILE
    operation["requestBody"]["content"]["application/json"]["examples"]["everything"] = {
        "value": {
            "pool": {
                "description": HOSTILE[:255],
                "lb_algorithm": "SOURCE_IP",
                "loadbalancer_id": '"${x}`%s\\u0022*/',
                "name": "\x01\x7f{{ 7*7 }}\U0001f525",
                "project_id": "99a3fff0d03c428eac3678da6a7d0f24",
                "protocol": "TCP",
                "session_persistence": {"type": "SOURCE_IP", "persistence_timeout": 5},
                "vpc_id": "v-1",
                "type": "instance",
                "ip_version": "dualstack",
                "members": [
                    {
                        "address": "10.0.0.1",
                        "admin_state_up": True,
                        "name": role,
                        "protocol_port": 80,
                        "subnet_cidr_id": "s-1",
                        "role": role,
                    }
                    for role in ("master", "slave")
                ],
                "healthmonitor": {
                    "delay": 10,
                    "domain_name": "example.com",
                    "expected_codes": "200-204",
                    "http_method": "GET",
                    "max_retries": 3,
                    "max_retries_down": 4,
                    "monitor_port": 8080,
                    "name": "",
                    "timeout": 5,
                    "type": "HTTP",
                    "url_path": "/health?a%20&b'",
                },
                "any_port_enable": False,
            }
        }
    }
    return document


@pytest.fixture(scope="module")
def descriptions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return written(tmp_path_factory.mktemp("everything"), everything()), OTHERS


@pytest.fixture(scope="module")
def java(tmp_path_factory: pytest.TempPathFactory) -> str:
    return java_classpath(tmp_path_factory.mktemp("java"))


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> GoModule:
    return go_module(tmp_path_factory.mktemp("go"))


def written(folder: Path, document: dict[str, Any]) -> Path:
    path = folder / "openapi.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    return path


def generated(path: Path) -> Generated:
    target = Target(path, path.parent, products=("examples", "vendor_sdk"))
    return build_files(target, lambda stage, done: None)


def samples(path: Path, folder: Path, name: str) -> list[Path]:
    """The samples of one language, each written below a folder of its own."""
    files = [file for file in generated(path).files if file.path.endswith(f"/vendor-sdk/{name}")]
    for file in files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.text, "utf-8")
    return [folder / file.path for file in files]


Start = Callable[[Path, dict[str, str]], CompletedProcess[str]]


def assert_samples_run(path: Path, files: list[Path], start: Start, home: Path) -> None:
    """Every sample ends well, prints the answer, and sends the example's body; a failure ends in 1."""
    with MockServer(read_api(path), secrets={"an-access-key": SECRET_KEY}) as server:
        for file in files:
            before = len(server.exchanges)
            done = start(file, environment(server, home))
            assert done.returncode == 0, done.stderr
            (exchange,) = server.exchanges[before:]
            assert (exchange.status, exchange.violations) == (201, ())
            assert json.loads(exchange.request_body) == example_of(path, exchange.operation, file.parts[-3])
            answer = json.loads(exchange.response_body)
            assert answer["request_id"] in done.stdout
            assert answer.get("pool", {}).get("id", "") in done.stdout
    with MockServer(read_api(path), error_rate=1.0) as server:
        done = start(files[0], environment(server, home))
    assert (done.returncode, done.stdout) == (1, "")
    assert str(server.exchanges[0].status) in done.stderr


def environment(server: MockServer, home: Path) -> dict[str, str]:
    return {
        "CLOUD_SDK_AK": "an-access-key",
        "CLOUD_SDK_SK": SECRET_KEY,
        "HUAWEICLOUD_SDK_REGION_ELB_CN_NORTH_4": server.url,
        "NO_PROXY": "127.0.0.1",
        "HOME": str(home),  # where the SDKs keep a number of their own
    }


def example_of(path: Path, operation_id: str, name: str) -> Any:
    operations = [item["post"] for item in yaml.safe_load(path.read_text("utf-8"))["paths"].values()]
    (operation,) = [operation for operation in operations if operation["operationId"] == operation_id]
    return operation["requestBody"]["content"]["application/json"]["examples"][name]["value"]


@pytest.mark.parametrize("index", [0, 1])
def test_python_samples_run(descriptions: tuple[Path, ...], index: int, tmp_path: Path) -> None:
    files = samples(descriptions[index], tmp_path, "sample.py")
    assert len(files) == COUNTS[index]

    def start(file: Path, variables: dict[str, str]) -> CompletedProcess[str]:
        return run([sys.executable, str(file)], variables)

    assert_samples_run(descriptions[index], files, start, tmp_path)


@pytest.mark.vendor_sdk
@pytest.mark.parametrize("index", [0, 1])
def test_java_samples_run(descriptions: tuple[Path, ...], index: int, java: str, tmp_path: Path) -> None:
    files = samples(descriptions[index], tmp_path, "Sample.java")
    assert len(files) == COUNTS[index]

    def start(file: Path, variables: dict[str, str]) -> CompletedProcess[str]:
        return run(["java", "-cp", java, str(file)], variables)

    assert_samples_run(descriptions[index], files, start, tmp_path)


@pytest.mark.vendor_sdk
@pytest.mark.parametrize("index", [0, 1])
def test_go_samples_run(descriptions: tuple[Path, ...], index: int, go: GoModule) -> None:
    files = samples(descriptions[index], go.folder, "main.go")
    assert len(files) == COUNTS[index]
    assert run(["gofmt", "-l", *map(str, files)], {}).stdout == ""

    def start(file: Path, variables: dict[str, str]) -> CompletedProcess[str]:
        program = file.with_suffix(".bin")
        done = run(["go", "build", "-o", str(program), str(file)], go.environment, go.folder)
        assert done.returncode == 0, done.stderr
        return run([str(program)], variables)

    assert_samples_run(descriptions[index], files, start, go.folder)


def test_the_rules_give_the_names_of_the_python_package() -> None:
    assert hasattr(vendor.ElbClient, RULES.python.method("CreateMasterSlavePool"))
    for name, schema in SCHEMAS.items():
        names = getattr(vendor, class_name(name)).attribute_map
        assert {RULES.python.member(key): key for key in schema["properties"]}.items() <= names.items()


@pytest.mark.vendor_sdk
def test_the_rules_give_the_names_of_the_java_package(java: str) -> None:
    package = "com.huaweicloud.sdk.elb.v3.model"
    shown = run(["javap", "-cp", java, *(f"{package}.{class_name(name)}" for name in SCHEMAS)], {})
    assert shown.returncode == 0, shown.stderr
    found = re.findall(r" (\S+) with(\w+)\(([^)]*)\);", shown.stdout)
    takes = {(owner.rpartition(".")[2], name, kind.rpartition(".")[2]) for owner, name, kind in found}
    for name, schema in SCHEMAS.items():
        for key, node in schema["properties"].items():
            kinds = {
                kind for owner, method, kind in takes if (owner, method) == (name, RULES.java.member(key))
            }
            assert kinds, f"{name} {key}"
            if name in REQUESTS:
                enum = f"{name}${RULES.java.member(key)}Enum"
                assert (enum in kinds) == is_enum(node), f"{name} {key}"


@pytest.mark.vendor_sdk
def test_the_rules_give_the_names_of_the_go_package(go: GoModule) -> None:
    texts = [path.read_text("utf-8") for path in go.package_folder().glob("services/elb/v3/model/*.go")]
    source = "\n".join(texts)
    for name, schema in SCHEMAS.items():
        body = re.search(rf"^type {class_name(name)} struct {{(.*?)^}}", source, re.MULTILINE | re.DOTALL)
        assert body, name
        fields = {
            key: (field, kind)
            for field, kind, key in re.findall(r"^\t(\w+) +(\S+) `json:\"(\w+)", body[1], re.M)
        }
        for key, node in schema["properties"].items():
            field, kind = fields[key]
            assert field == RULES.go.member(key)
            if name in REQUESTS:
                is_pointer = "$ref" in node or key not in schema.get("required", ())
                assert kind.startswith("*") == is_pointer, f"{name} {key}"
                assert (kind.strip("*") == f"{name}{field}") == is_enum(node), f"{name} {key}"
            if name in REQUESTS and is_enum(node):
                getter = source.partition(f"func Get{name}{field}Enum()")[2].partition("\n}\n")[0]
                constants = dict(re.findall(r'(\w+): \w+{\s*value: "([^"]*)"', getter))
                assert {RULES.go_constants.name(value): value for value in node["enum"]} == constants


def is_enum(node: dict[str, Any]) -> bool:
    """Whether the description says that the packages have a class for the values."""
    return bool(node.get("x-vendor-sdk", {}).get("enum"))


def test_a_description_that_names_no_sdk_gets_no_samples(tmp_path: Path) -> None:
    document = copy.deepcopy(description())
    del document["x-vendor-sdk"]
    files = generated(written(tmp_path, document)).files
    assert files
    assert not [file.path for file in files if "vendor-sdk" in file.path]


@pytest.mark.parametrize(
    ("extension", "pointers"),
    [
        ({"family": "acme", "service": "elb", "version": "v3"}, ["/x-vendor-sdk/family"]),
        ({"family": "huaweicloud", "service": 'elb"; import os', "version": "v3"}, ["/x-vendor-sdk/service"]),
        ({"family": "huaweicloud", "service": "elb", "version": 3}, ["/x-vendor-sdk/version"]),
        (
            {"family": "huaweicloud", "service": "elb", "version": "v3", "name": "é"},
            ["/x-vendor-sdk/name"],
        ),
        ("huaweicloud", ["/x-vendor-sdk/service", "/x-vendor-sdk/version"]),
    ],
)
def test_what_is_wrong_with_the_extension_is_told(
    extension: Any, pointers: list[str], tmp_path: Path
) -> None:
    document = description() | {"x-vendor-sdk": extension}
    found = generated(written(tmp_path, document))
    assert [problem.pointer for problem in found.problems] == pointers
    assert all(problem.line and problem.remedy for problem in found.problems)
    assert not [file.path for file in found.files if "vendor-sdk" in file.path]


@pytest.mark.parametrize(
    ("schema", "value", "reason"),
    [
        ({"type": ["integer", "null"]}, None, "None is not a value of type int32"),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, 1, "one of several schemas has no class"),
        ({"type": ["string", "integer"]}, 1, "one of several types has no class"),
        ({"type": "string", "format": "date-time"}, "2024-04-18T00:00:00Z", "format 'date-time'"),
        ({"type": "integer"}, 2**31, "2147483648 is not a value of type int32"),
        ({}, {"a": [None]}, "is not a value of type any"),
    ],
)
def test_an_example_that_the_packages_cannot_send_is_told(
    schema: Any, value: Any, reason: str, tmp_path: Path
) -> None:
    document = yaml.safe_load(OTHERS.read_text("utf-8"))
    document["components"]["schemas"]["BatchCreateMembersOption"]["properties"]["weight"] = schema
    body = document["paths"]["/v3/{project_id}/elb/pools/{pool_id}/members/batch-add"]["post"]["requestBody"]
    body["content"]["application/json"]["examples"]["one"]["value"]["members"][0]["weight"] = value
    found = generated(written(tmp_path, document))
    (problem,) = found.problems
    assert reason in problem.message
    assert problem.pointer == "/paths/~1v3~1{project_id}~1elb~1pools~1{pool_id}~1members~1batch-add/post"
    assert len([file for file in found.files if file.path.endswith("vendor-sdk/main.go")]) == 2
