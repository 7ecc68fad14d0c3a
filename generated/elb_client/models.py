"""The objects of the API, as the description has them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from ._base import CheckedModel, Model


class CreateMasterSlaveHealthMonitorOption(CheckedModel):
    """Health check of the group to create."""

    delay: Annotated[int, Field(ge=1, le=50)]
    """Seconds between two checks."""
    domain_name: Annotated[
        str | None, Field(max_length=100, min_length=1, pattern="^[A-Za-z0-9][A-Za-z0-9.-]*$")
    ] = None
    """
    Host to which the check's HTTP requests are sent, for type HTTP only. Without it they go to the load
    balancer's own virtual address.
    """
    expected_codes: Annotated[
        str, Field(max_length=64, min_length=1, pattern="^([0-9]{3}(, ?[0-9]{3})*|[0-9]{3}-[0-9]{3})$")
    ] = "200"
    """
    HTTP status codes that count as healthy, for type HTTP or HTTPS only. One code, a list with commas,
    or one range with a hyphen.
    """
    http_method: Annotated[
        Literal["GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT", "PATCH"],
        Field(deprecated=True),
    ] = "GET"
    """
    HTTP method of the check, for type HTTP or HTTPS only. Not supported, leave it out.

    Deprecated.
    """
    max_retries: Annotated[int, Field(ge=1, le=10)]
    """Good checks in a row after which an OFFLINE server becomes ONLINE."""
    max_retries_down: Annotated[int, Field(ge=1, le=10)] = 3
    """Failed checks in a row after which an ONLINE server becomes OFFLINE."""
    monitor_port: Annotated[int | None, Field(ge=1, le=65535)] = None
    """Port the check uses. Without it, a port of the backend server is used."""
    name: Annotated[str | None, Field(max_length=255)] = None
    """Name of the health check."""
    timeout: Annotated[int, Field(ge=1, le=50)]
    """Seconds to wait for the answer to a check, best less than delay."""
    type: Literal["TCP", "UDP_CONNECT", "HTTP", "HTTPS"]
    """
    Protocol of the check. TCP groups take TCP, HTTP or HTTPS (as HTTP and HTTPS groups do), UDP and
    QUIC groups take UDP_CONNECT.
    """
    url_path: Annotated[
        str, Field(max_length=80, min_length=1, pattern="^/[A-Za-z0-9/.%?#&_;~!()*\\[\\]@$^:',+-]*$")
    ] = "/"
    """Path the check requests, beginning with a slash, for type HTTP or HTTPS only."""


class CreateMasterSlaveMemberOption(CheckedModel):
    """One server of the group to create."""

    address: Annotated[str, Field(max_length=64, min_length=1)]
    """
    Private IP address of the server. With subnet_cidr_id it is IPv4 or IPv6, lies in that subnet and
    belongs to the primary NIC. Without subnet_cidr_id it is IPv4 and stands for the server itself.
    """
    admin_state_up: Literal[True] | None = None
    """
    Administrative state, true if sent at all. The state kept afterwards is true if the cloud server
    exists and false if not.
    """
    name: Annotated[str | None, Field(max_length=255)] = None
    """Name of the server."""
    protocol_port: Annotated[int | None, Field(ge=1, le=65535)] = None
    """
    Port at which the server receives requests. Needed unless any_port_enable of the group is true, when
    it has no effect.
    """
    subnet_cidr_id: Annotated[str | None, Field(max_length=36, min_length=1)] = None
    """
    IPv4 or IPv6 subnet of the server, in the VPC of the load balancer's subnet. Without it the server
    is given by its IP address (IP as a Backend), which requires a private IPv4 address and a TCP, HTTP
    or HTTPS group.
    """
    role: Literal["master", "slave"]
    """Part the server plays, master for the active one and slave for the standby one."""


class CreateMasterSlavePoolOption(CheckedModel):
    """Settings of the active/standby group to create."""

    description: Annotated[str | None, Field(max_length=255)] = None
    """Free text about the group."""
    lb_algorithm: Literal["ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP", "QUIC_CID"]
    """
    How requests are spread over the servers. ROUND_ROBIN takes weighted turns, LEAST_CONNECTIONS weighs
    open connections, SOURCE_IP hashes the client address, QUIC_CID goes by connection ID.
    """
    loadbalancer_id: Annotated[str | None, Field(max_length=36, min_length=1)] = None
    """Load balancer to attach the group to. Not to be combined with listener_id."""
    listener_id: Annotated[str | None, Field(max_length=36, min_length=1)] = None
    """
    Listener to attach the group to, which must not have a group yet. Not to be combined with
    loadbalancer_id.
    """
    name: Annotated[str | None, Field(max_length=255)] = None
    """Name of the group."""
    project_id: Annotated[str | None, Field(max_length=32, min_length=32)] = None
    """ID of the project that owns the group."""
    protocol: Literal["TCP", "UDP", "QUIC"]
    """
    Protocol over which the group receives requests. It has to suit the listener, TCP under a TCP
    listener, UDP or QUIC under a UDP listener.
    """
    session_persistence: CreatePoolSessionPersistenceOption | None = None
    """Sticky session settings."""
    vpc_id: Annotated[str | None, Field(max_length=36, min_length=1)] = None
    """
    VPC the group works in. Given exactly when type is instance. In a group without it, the VPC follows
    from the servers.
    """
    type: Literal["instance", "ip", ""]
    """
    Which servers the group takes. With instance, all kinds, and vpc_id is needed. With ip, only servers
    given by IP address, and vpc_id is refused. The empty value stands for all kinds.
    """
    ip_version: Literal["dualstack", "v6", "v4"] | None = None
    """
    IP versions the group supports. It is v4 under a shared load balancer. Under a dedicated one it is
    dualstack for TCP, UDP and QUIC groups and v4 for HTTP groups.
    """
    members: Annotated[list[CreateMasterSlaveMemberOption], Field(max_length=2, min_length=2)]
    """The two servers of the group, one active and one standby."""
    healthmonitor: CreateMasterSlaveHealthMonitorOption
    """Health check of the group, which is always on."""
    any_port_enable: bool = False
    """
    Whether a request goes to the server on the port at which it reached the listener. If false, it goes
    to the server's protocol_port.
    """


class CreateMasterSlavePoolRequestBody(Model):
    """Body of the creation request."""

    pool: CreateMasterSlavePoolOption
    """The active/standby group to create."""


class CreateMasterSlavePoolResponse(Model):
    """Answer to a successful creation."""

    request_id: str | None = None
    """ID the server gave to the request."""
    pool: MasterSlavePool | None = None
    """The group as created."""


class CreatePoolSessionPersistenceOption(CheckedModel):
    """Sticky session settings of the group to create."""

    cookie_name: Annotated[str | None, Field(max_length=255, pattern="^[A-Za-z0-9_.-]+$")] = None
    """
    Name of the cookie, for type APP_COOKIE only. Under a shared load balancer it has at most 64
    characters and no period.
    """
    type: Literal["SOURCE_IP", "HTTP_COOKIE", "APP_COOKIE"]
    """
    What ties a client to a server. TCP, UDP and QUIC groups take SOURCE_IP, the two cookie types are
    for HTTP and HTTPS groups under dedicated load balancers.
    """
    persistence_timeout: Annotated[int | None, Field(ge=1, le=1440)] = None
    """
    Minutes for which a client stays with its server, not with APP_COOKIE. For TCP and UDP groups 1 to
    60, 1 if absent. For HTTP and HTTPS groups 1 to 1440, 1440 if absent.
    """


class ErrorResponse(Model):
    """Answer to a request that failed."""

    error_code: str | None = None
    """Code of the error."""
    error_msg: str | None = None
    """What went wrong."""
    request_id: str | None = None
    """ID the server gave to the request."""


class ListenerMemberInfo(Model):
    """Health of a server as seen by one listener."""

    listener_id: str | None = None
    """ID of the listener."""
    operating_status: Literal["ONLINE", "NO_MONITOR", "OFFLINE"] | None = None
    """
    Health of the server. ONLINE means it works, NO_MONITOR that the group has no health check, OFFLINE
    that the cloud server is stopped or missing.
    """


class ListenerRef(Model):
    """Reference to a listener."""

    id: str | None = None
    """ID of the listener."""


class LoadBalancerRef(Model):
    """Reference to a load balancer."""

    id: str | None = None
    """ID of the load balancer."""


class MasterSlaveHealthMonitor(Model):
    """Health check of a group."""

    admin_state_up: bool = True
    """Whether the check is on."""
    delay: Annotated[int | None, Field(ge=1, le=50)] = None
    """Seconds between two checks."""
    domain_name: Annotated[str | None, Field(pattern="^([A-Za-z0-9][A-Za-z0-9.-]*)?$")] = None
    """
    Host to which the check's HTTP requests are sent, for type HTTP only. If empty they go to the load
    balancer's own virtual address.
    """
    expected_codes: Annotated[str, Field(pattern="^([0-9]{3}(, ?[0-9]{3})*|[0-9]{3}-[0-9]{3})$")] = "200"
    """
    HTTP status codes that count as healthy, for type HTTP or HTTPS only. One code, a list with commas,
    or one range with a hyphen.
    """
    http_method: Annotated[str, Field(deprecated=True)] = "GET"
    """
    HTTP method of the check, for type HTTP or HTTPS only. Not supported, do not rely on it.

    Deprecated.
    """
    id: str | None = None
    """ID of the health check."""
    max_retries: Annotated[int | None, Field(ge=1, le=10)] = None
    """Good checks in a row after which an OFFLINE server becomes ONLINE."""
    max_retries_down: Annotated[int, Field(ge=1, le=10)] = 3
    """Failed checks in a row after which an ONLINE server becomes OFFLINE."""
    monitor_port: Annotated[int | None, Field(ge=1, le=65535)] = None
    """Port the check uses, null if it uses a port of the backend server."""
    name: str | None = None
    """Name of the health check."""
    timeout: Annotated[int | None, Field(ge=1, le=50)] = None
    """Seconds to wait for the answer to a check."""
    type: Literal["TCP", "UDP_CONNECT", "HTTP", "HTTPS"] | None = None
    """
    Protocol of the check. TCP, HTTP and HTTPS groups have TCP, HTTP or HTTPS, UDP and QUIC groups have
    UDP_CONNECT.
    """
    url_path: Annotated[str, Field(pattern="^/[A-Za-z0-9/.%?#&_;~!()*\\[\\]@$^:',+-]*$")] = "/"
    """Path the check requests, for type HTTP or HTTPS only."""


class MasterSlaveMember(Model):
    """One server of an active/standby group as the service keeps it."""

    id: str | None = None
    """ID of the server within the group."""
    name: str | None = None
    """Name of the server."""
    admin_state_up: bool | None = None
    """Administrative state, true if the cloud server exists and false if not."""
    subnet_cidr_id: str | None = None
    """
    IPv4 or IPv6 subnet of the server, in the VPC of the load balancer's subnet. Empty for a server
    given by its IPv4 address, which occurs in TCP, HTTP and HTTPS groups.
    """
    protocol_port: Annotated[int | None, Field(ge=1, le=65535)] = None
    """Port at which the server receives requests, without effect if any_port_enable is true."""
    address: str | None = None
    """Private IP address of the server, IPv4 or, with a subnet only, IPv6."""
    ip_version: Literal["v4", "v6"] | None = None
    """IP version of the address."""
    device_owner: Annotated[str | None, Field(deprecated=True)] = None
    """
    `compute:` and the availability zone for a server that is an ECS, otherwise empty. Not supported, do
    not rely on it.

    Deprecated.
    """
    device_id: Annotated[str | None, Field(deprecated=True)] = None
    """
    ID of the ECS behind the server, empty if there is none. Not supported, do not rely on it.

    Deprecated.
    """
    operating_status: Literal["ONLINE", "NO_MONITOR", "OFFLINE"] | None = None
    """
    Health of the server. ONLINE means it works, NO_MONITOR that the group has no health check, OFFLINE
    that the cloud server is stopped or missing.
    """
    member_type: Literal["ip", "instance"] | None = None
    """Kind of server, ip if given by IP address and instance for an ECS."""
    instance_id: str | None = None
    """ID of the ECS, empty for a server of another kind."""
    role: str | None = None
    """Part the server plays, active or standby."""
    status: list[ListenerMemberInfo] | None = None
    """Health of the server as seen by each listener."""


class MasterSlavePool(Model):
    """An active/standby group as the service keeps it."""

    description: str | None = None
    """Free text about the group."""
    id: str | None = None
    """ID of the group."""
    lb_algorithm: Literal["ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP", "QUIC_CID"] | None = None
    """
    How requests are spread over the servers. With SOURCE_IP the weights of the servers have no effect,
    QUIC_CID occurs in QUIC groups only.
    """
    listeners: list[ListenerRef] | None = None
    """Listeners the group is attached to."""
    loadbalancers: list[LoadBalancerRef] | None = None
    """Load balancers the group is attached to."""
    members: list[MasterSlaveMember] | None = None
    """The servers of the group."""
    name: str | None = None
    """Name of the group."""
    project_id: str | None = None
    """ID of the project that owns the group."""
    protocol: Literal["TCP", "UDP", "HTTP", "HTTPS", "QUIC"] | None = None
    """
    Protocol over which the group receives requests. A UDP listener goes with UDP or QUIC, TCP with TCP,
    HTTP with HTTP, HTTPS with HTTP or HTTPS, TERMINATED_HTTPS with HTTP. QUIC goes with sticky sessions
    of type SOURCE_IP.
    """
    session_persistence: SessionPersistence | None = None
    """Sticky session settings, null if there are none."""
    ip_version: Literal["dualstack", "v4"] | None = None
    """
    IP versions the group supports. It is v4 under a shared load balancer. Under a dedicated one it is
    dualstack for TCP, UDP and QUIC groups and v4 for HTTP and HTTPS groups.
    """
    created_at: datetime | None = None
    """
    UTC time of creation, to the second. Absent for older dedicated load balancers and for all shared
    ones.
    """
    updated_at: datetime | None = None
    """
    UTC time of the last change, to the second. Absent for older dedicated load balancers and for all
    shared ones.
    """
    vpc_id: str | None = None
    """VPC the group works in."""
    type: Literal["instance", "ip", ""] | None = None
    """
    Which servers the group takes, instance for all kinds within a VPC, ip for servers given by IP
    address, empty for all kinds.
    """
    enterprise_project_id: str | None = None
    """Enterprise project of the group, the default one where none was chosen."""
    healthmonitor: MasterSlaveHealthMonitor | None = None
    """Health check of the group."""
    any_port_enable: bool = False
    """
    Whether a request goes to the server on the port at which it reached the listener. If false, it goes
    to the server's protocol_port.
    """


class SessionPersistence(Model):
    """Sticky session settings of a group."""

    cookie_name: Annotated[str | None, Field(max_length=255, pattern="^[A-Za-z0-9_.-]+$")] = None
    """
    Name of the cookie, for type APP_COOKIE only. Under a shared load balancer it has at most 64
    characters and no period.
    """
    type: Literal["SOURCE_IP", "HTTP_COOKIE", "APP_COOKIE"] | None = None
    """
    What ties a client to a server. TCP, UDP and QUIC groups have SOURCE_IP, HTTP and HTTPS groups under
    dedicated load balancers HTTP_COOKIE.
    """
    persistence_timeout: Annotated[int | None, Field(ge=1, le=1440)] = None
    """
    Minutes for which a client stays with its server, not with APP_COOKIE. For TCP, UDP and QUIC groups
    1 to 60, by default 1. For HTTP and HTTPS groups 1 to 1440, by default 1440.
    """
