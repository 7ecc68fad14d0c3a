"""The whole run, from a description to a tree on disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from oasmith.api.build import build
from oasmith.api.fields import Fields
from oasmith.api.model import Api
from oasmith.errors import OasmithError, Problem
from oasmith.extensions import SHORT_NAMES
from oasmith.names import Identifier, pascal_case, snake_case
from oasmith.products.calls import calls
from oasmith.products.client.limits import limits
from oasmith.products.client.models.modules import emit_models
from oasmith.products.client.package import emit_client
from oasmith.products.contract import compiled_contract, emit_contract
from oasmith.products.docs.pages import emit_docs
from oasmith.products.examples.models import loaded_models
from oasmith.products.examples.python_calls import PythonCalls
from oasmith.products.examples.samples import emit_examples
from oasmith.products.file import File
from oasmith.products.vendor_sdk.samples import emit_vendor_examples
from oasmith.publishing.formatting import format_files
from oasmith.publishing.tree import Changes, Drift, compare, publish, recover
from oasmith.reading import make_sound, normal_form, read, read_leniently, require_operations
from oasmith.reading.access import Access
from oasmith.reading.files import SourceFile
from oasmith.reading.selection import rename, select
from oasmith.reading.sizes import require_manageable
from oasmith.reading.verdict import begin_verdict
from oasmith.reserved import CLIENT_CLASSES
from oasmith.settings import Target

Progress = Callable[[str, float], None]
"""Told the name of a stage and how much of it is done, from 0.0 as it begins up to 1.0."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What a run made in memory: files, what a person should know, and seconds by stage."""

    target: Target
    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Published:
    """What a run changed on disk."""

    target: Target
    changes: Changes
    problems: tuple[Problem, ...]
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Checked:
    """How a published tree differs from what would be generated; ``drift`` is empty if it does not."""

    target: Target
    drift: tuple[Drift, ...]
    problems: tuple[Problem, ...]
    seconds: dict[str, float]


def generate_target(target: Target, progress: Progress) -> Published:
    """Generate one target and publish it. Raises OasmithError and leaves the tree as it was on bad input."""
    waiting = _waiting(target, progress)
    recover(target.output, waiting)
    generated = build_files(target, progress)
    stages = _Stages(progress, generated.seconds)
    with stages("publishing"):
        changes = publish(target.output, generated.files, waiting)
    return Published(target, changes, generated.problems, stages.seconds)


def check_target(target: Target, progress: Progress) -> Checked:
    """Compare one target's tree with what would be generated.

    Nothing is written, except to complete or undo what an interrupted run left.
    """
    waiting = _waiting(target, progress)
    recover(target.output, waiting)
    generated = build_files(target, progress)
    stages = _Stages(progress, generated.seconds)
    with stages("comparing"):
        drift = compare(target.output, generated.files, waiting)
    return Checked(target, tuple(drift), generated.problems, stages.seconds)


def build_files(target: Target, progress: Progress) -> Generated:
    """Everything a target holds, in memory. Raises OasmithError on bad input."""
    stages = _Stages(progress)
    with stages("reading"):
        left_out: list[Problem] = []
        access = Access(target.root, target.allow_local, target.allow_remote)
        if target.lenient:
            document, source, told, left_out = read_leniently(target.description, access)
        else:
            document, source, told = read(target.description, access)
        document = select(document, target.include, target.exclude, target.origin)
        require_manageable(document, source)
        document = rename(document, target.names, target.origin)
        if not target.short_names:
            document = {**document, SHORT_NAMES.keyword: False}
    with stages("validating"):
        if target.lenient:
            document, broken = make_sound(document, source)
            left_out += broken
            require_operations(document, source, left_out)
        wait_for_verdict = begin_verdict(document, source)
    try:
        with stages("emitting") as report:
            api = build(normal_form(document))
            beyond = [_placed(problem, source) for problem in limits(api)]
            files, found_out = emit(api, target, [*left_out, *beyond], report)
            problems = [_placed(problem, source) if problem.pointer else problem for problem in found_out]
        with stages("formatting") as report:
            files = format_files(files, report)
    except Exception as error:
        if wait_for_verdict:
            wait_for_verdict()  # what is not sound may fail anywhere
        if isinstance(error, RecursionError):
            raise OasmithError(
                source.problem(
                    "has schemas that are nested too deeply through references",
                    "Remove some of the levels.",
                    "",
                )
            ) from None
        raise
    if wait_for_verdict:
        with stages("waiting for the validator"):
            wait_for_verdict()
    found = (*told, *left_out, *beyond, *problems)
    if target.strict and found:
        raise OasmithError(found)
    return Generated(target, tuple(files), found, stages.seconds)


def _waiting(target: Target, progress: Progress) -> Callable[[], None]:
    """What says that another run has to end first."""
    return lambda: progress(f"waiting for another oasmith that is working in {target.output}", 0.0)


def _placed(problem: Problem, source: SourceFile) -> Problem:
    return source.problem(problem.message, problem.remedy, problem.pointer)


def emit(
    api: Api, target: Target, missing: Sequence[Problem], report: Callable[[float], None]
) -> tuple[list[File], list[Problem]]:
    """The files of a target, not yet formatted, and what had to be left out of them.

    ``missing`` is what the docs have to say is not there; ``report`` is told how much is done.
    """
    package = target.package or snake_case(f"{api.title} client")
    client_name = target.client_name or _client_name(api)
    templates: tuple[Path, ...] = (target.templates,) if target.templates else ()
    files: list[File] = []
    problems: list[Problem] = []
    if {"client", "examples"} & set(target.products):
        contract, problems = compiled_contract(api)
    if "client" in target.products:
        files += emit_client(api, package, client_name, templates)
        files += emit_models(api, package, report)
        files += emit_contract(contract, package)
    if "examples" in target.products:
        found, left_out = calls(api, contract)
        with loaded_models(files, package, contract) if files else nullcontext() as models:
            python = PythonCalls(api, Fields(api.schemas), contract, models)
            examples, unwritten = emit_examples(
                api, found, python, "examples", package, Identifier(client_name), templates
            )
        samples, unsaid = emit_vendor_examples(api, found, "examples", templates)
        files += examples + samples
        problems += left_out + unwritten + unsaid
    if "docs" in target.products:
        files += emit_docs(api, "docs", templates, missing)
    return files, problems


def _client_name(api: Api) -> Identifier:
    """The name of the client's class: that of nothing else in its module, nor in that of the async client."""
    taken = {*CLIENT_CLASSES, *(group.class_name for group in api.groups)}
    names = [pascal_case(f"{api.title} {suffix}") for suffix in ("client", "API client")]
    variants = {name: {f"{prefix}{name}" for prefix in ("", "Async", "Raw", "RawAsync")} for name in names}
    taken |= {f"Async{name}" for name in taken}
    return next((name for name in names if not variants[name] & taken), Identifier(f"{names[-1]}_"))


@dataclass
class _Stages:
    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[Callable[[float], None]]:
        self.progress(name, 0.0)
        start = time.perf_counter()
        yield lambda done: self.progress(name, done)
        self.seconds[name] = time.perf_counter() - start
