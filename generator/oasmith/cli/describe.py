"""``oasmith describe``."""

from __future__ import annotations

from functools import partial

import oasmith
from oasmith.cli.options import AsJson, Choice, with_choice
from oasmith.cli.targets import only_target
from oasmith.reporting import print_json, reporting
from oasmith.structure import Document

_MADE = ("output", "package", "client_name", "product", "templates")
"""The options about generated files, which the description does not depend on."""


@partial(with_choice, without=_MADE)
def describe(chosen: Choice, as_json: AsJson = False) -> None:
    """Print a description as it is used.

    That is one document, with overlays applied and harmless mistakes
    repaired, and only with what is included.
    """
    with reporting(as_json):
        document = oasmith.describe(only_target(chosen))
    if as_json:
        print_json(document)
    else:
        print(_yaml(document), end="")


def _yaml(document: Document) -> str:
    import yaml

    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
    return text
