"""Request bodies as mappings, with the keys that the description has. Properties can be models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

from . import models


class CreateMasterSlavePoolRequestBody(TypedDict):
    pool: models.CreateMasterSlavePoolOption | CreateMasterSlavePoolOption


class CreateMasterSlavePoolOption(TypedDict):
    description: NotRequired[str]
    lb_algorithm: Literal["ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP", "QUIC_CID"]
    loadbalancer_id: NotRequired[str]
    listener_id: NotRequired[str]
    name: NotRequired[str]
    project_id: NotRequired[str]
    protocol: Literal["TCP", "UDP", "QUIC"]
    session_persistence: NotRequired[
        models.CreatePoolSessionPersistenceOption | CreatePoolSessionPersistenceOption
    ]
    vpc_id: NotRequired[str]
    type: Literal["instance", "ip", ""]
    ip_version: NotRequired[Literal["dualstack", "v6", "v4"]]
    members: Sequence[models.CreateMasterSlaveMemberOption | CreateMasterSlaveMemberOption]
    healthmonitor: models.CreateMasterSlaveHealthMonitorOption | CreateMasterSlaveHealthMonitorOption
    any_port_enable: NotRequired[bool]


class CreatePoolSessionPersistenceOption(TypedDict):
    cookie_name: NotRequired[str]
    type: Literal["SOURCE_IP", "HTTP_COOKIE", "APP_COOKIE"]
    persistence_timeout: NotRequired[int]


class CreateMasterSlaveMemberOption(TypedDict):
    address: str
    admin_state_up: NotRequired[Literal[True]]
    name: NotRequired[str]
    protocol_port: NotRequired[int]
    subnet_cidr_id: NotRequired[str]
    role: Literal["master", "slave"]


class CreateMasterSlaveHealthMonitorOption(TypedDict):
    delay: int
    domain_name: NotRequired[str]
    expected_codes: NotRequired[str]
    http_method: NotRequired[
        Literal["GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT", "PATCH"]
    ]
    max_retries: int
    max_retries_down: NotRequired[int]
    monitor_port: NotRequired[int]
    name: NotRequired[str]
    timeout: int
    type: Literal["TCP", "UDP_CONNECT", "HTTP", "HTTPS"]
    url_path: NotRequired[str]
