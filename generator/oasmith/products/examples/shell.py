"""Values for all languages that are shell commands."""

from __future__ import annotations

from typing import Any

from oasmith.products.examples.sample import Header, Sample, joined
from oasmith.quoting import Code
from oasmith.quoting.shell import shell_default, shell_required


def shell_values(sample: Sample) -> dict[str, Any]:
    """``address``, the server's URL in double quotes; ``headers`` as whole lines; and ``is_head``."""
    variable = sample.base_url_variable
    return {
        "address": (
            shell_default(variable, sample.base_url)
            if sample.has_address
            else Code(f'"{shell_required(variable)}"')
        ),
        "headers": [
            Header(header.name, joined((f"{header.name}: ", *header.parts))) for header in sample.headers
        ],
        "is_head": sample.operation.method.upper() == "HEAD",
    }
