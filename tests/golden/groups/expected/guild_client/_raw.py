"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncGuildClient
from .async_resources.close_ import AsyncClose
from .async_resources.members import AsyncMembers
from .async_resources.pull_requests import AsyncPullRequests
from .client import GuildClient
from .resources.close_ import Close
from .resources.members import Members
from .resources.pull_requests import PullRequests


class RawGuildClient:
    """The operations of ``GuildClient``; each returns a ``RawResponse``."""

    ping = _raw.sync_method(GuildClient.ping)

    class _Members:
        list = _raw.sync_method(Members.list)
        add = _raw.sync_method(Members.add)

    members: _Members

    class _PullRequests:
        list_open = _raw.sync_method(PullRequests.list_open)

    pull_requests: _PullRequests

    class _Close:
        close = _raw.sync_method(Close.close)

    close_: _Close


class RawAsyncGuildClient:
    """The operations of ``AsyncGuildClient``; each returns a ``RawResponse``."""

    ping = _raw.async_method(AsyncGuildClient.ping)

    class _Members:
        list = _raw.async_method(AsyncMembers.list)
        add = _raw.async_method(AsyncMembers.add)

    members: _Members

    class _PullRequests:
        list_open = _raw.async_method(AsyncPullRequests.list_open)

    pull_requests: _PullRequests

    class _Close:
        close = _raw.async_method(AsyncClose.close)

    close_: _Close
