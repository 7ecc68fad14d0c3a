"""The content of the reference, built once from the API for all formats."""

from __future__ import annotations

from collections.abc import Sequence

from oasmith.api.model import Operation
from oasmith.names import Namespace, file_name
from oasmith.products.build import Build
from oasmith.products.client.methods import Method, client_methods
from oasmith.products.docs.alike import originals
from oasmith.products.docs.changes import changes_page
from oasmith.products.docs.contract import body_contract
from oasmith.products.docs.guide import guide
from oasmith.products.docs.model import OperationGroup, Site, Webhook
from oasmith.products.docs.objects import Objects, schema_groups
from oasmith.products.docs.operations import Operations
from oasmith.products.docs.samples import samples

_ROWS, _MOST_ROWS = 10_000, 300
"""How many rows all pages may have for objects in place, and how many a page of a small API."""


_LARGE = 300
"""The number of operations of a large API, whose pages are smaller: bodies cannot be edited in them."""


def site(build: Build) -> Site:
    """The content of the reference of an API."""
    api = build.api
    objects = Objects(api)
    rows = min(_MOST_ROWS, _ROWS // max(len(api.operations), 1))
    pages = Operations(build, objects, rows)
    methods: dict[str, list[Method]] = {}
    for group in build.once(client_methods).groups:
        for method in group.methods:
            methods.setdefault(method.operation.id, []).append(method)
    is_large = len(api.operations) > _LARGE
    examples = samples(build, is_large)
    names = Namespace(joint="-", ignores_case=True)

    def group_of(
        title: str, attribute: str, name: str, description: str, operations: Sequence[Operation]
    ) -> OperationGroup:
        path = f"operations/{names.take([file_name(name)])}"
        found = (
            pages.page(
                operation,
                path,
                tuple(methods[operation.id]),
                examples.get(operation.id, ()),
                None if is_large else body_contract(build, operation),
            )
            for operation in operations
        )
        return OperationGroup(title, attribute, path, description, tuple(found))

    groups = [group_of(api.title, "", "client", "", api.untagged)] if api.untagged else []
    groups += [
        group_of(group.tag, f"client.{group.name}", str(group.name), group.description, group.operations)
        for group in api.groups
    ]
    alike = originals(map(objects.of, api.schemas))
    schemas = schema_groups(api, objects, alike)
    webhooks = tuple(
        Webhook(event, objects.wording.type(event.body.contents[0].schema) if event.body else ())
        for event in api.events
    )
    changes = None
    if build.since:
        changes = changes_page(build.since, groups, schemas, alike, pages.credentials, webhooks)
    return Site(
        api=api,
        package=build.package,
        client_name=build.client_name,
        groups=tuple(groups),
        schemas=schemas,
        credentials=pages.credentials,
        webhooks=webhooks,
        guide=guide(build, pages.credentials),
        changes=changes,
        missing=build.limitations,
        homes={item.name: group.path for group in schemas for item in group.objects},
        originals=alike,
    )
