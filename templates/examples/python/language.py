"""Python: programs that use the generated client, sync and async."""

from __future__ import annotations

from typing import Any

from oasmith.api.model import server_url
from oasmith.products.examples.language import Language
from oasmith.products.examples.python_calls import python_call
from oasmith.products.examples.sample import Sample, Variable
from oasmith.quoting import Code
from oasmith.quoting.python import python_docstring, python_literal, quoted_python


def _values(sample: Sample) -> dict[str, Any]:
    call = python_call(sample.build, sample.call, sample.model_classes)
    title = sample.operation.summary or sample.operation.id
    if call["misfit"]:
        sample.report(
            f"cannot be built from the models: {call['misfit']}",
            "In Python it is written as plain JSON; correct the schema of the body if its classes "
            "contradict it.",
        )
    return call | {
        "title": python_docstring(title.rstrip(".") + "."),
        "has_address": "://" in server_url(sample.build.api.servers),
        "credentials": {name: _credential(variables) for name, variables in sample.credentials.items()},
    }


def _credential(variables: tuple[Variable, ...]) -> Code:
    values = [f"required({python_literal(str(variable.environment))})" for variable in variables]
    return Code(values[0] if len(values) == 1 else f"({', '.join(values)})")


LANGUAGE = Language(python_literal, {"quoted": quoted_python}, _values)
