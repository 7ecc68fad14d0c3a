"""The whole run, from a description to a tree on disk."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from oasmith import cache
from oasmith.api.build import build
from oasmith.api.model import Api
from oasmith.changes.last import keep_previous
from oasmith.changes.stored import STORED
from oasmith.collector import without_collector
from oasmith.errors import OasmithError, Problem, by_line, raise_any
from oasmith.examining import Edit, Examined, changes_of, examine
from oasmith.products.build import Build, default_client_name, default_package
from oasmith.products.client.limits import limits
from oasmith.products.file import File
from oasmith.products.header import with_header
from oasmith.products.product import outputs
from oasmith.products.templating import forget_templates
from oasmith.publishing.formatting import format_files
from oasmith.publishing.tree import compare, publish, recover
from oasmith.reading import Reading, normal_form, require_sound, sound_part
from oasmith.reading.effective import older, read_target
from oasmith.reading.references.pins import from_folder, read_pins
from oasmith.reading.upgrade import upgrade
from oasmith.results import Checked, NewClient, Published
from oasmith.settings import Target, identifier
from oasmith.structure import Document
from oasmith.unchanged import history_of, remember, templates_of
from oasmith.workers import Workers

if TYPE_CHECKING:
    from oasmith.changes.since import Since

_WORTH_A_WORKER = 1_000_000
"""Minimum number of characters of a description for which it saves time that a worker validates it."""

Progress = Callable[[str, float], None]
"""A function that is called with the name of a stage and its progress, from 0.0 to 1.0."""


@dataclass(frozen=True, slots=True)
class Generated:
    """The result of a run in memory: files, problems to report, and the seconds of each stage.

    ``inputs`` has the digests of the files that were read, by path or URL, and ``description`` those of the
    description, by path from its folder. ``package`` and ``client_name`` are the names of the client.
    ``reused`` says which results of earlier runs were used.
    """

    target: Target
    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    seconds: dict[str, float]
    inputs: Mapping[str, str]
    description: Mapping[str, str]
    package: str
    client_name: str
    reused: tuple[str, ...]


def generate_target(target: Target, progress: Progress, workers: Workers | None = None) -> Published:
    """Generate one target and publish it. Without ``workers``, processes are started for this call.

    Raises OasmithError, without changing the published tree, if the input is invalid.
    """
    with workers or Workers() as own, without_collector():
        return _generate_target(target, progress, own)


def _generate_target(target: Target, progress: Progress, workers: Workers) -> Published:
    waiting = _waiting(target, progress)
    recover(target.output, waiting)
    stages = _Stages(progress)
    described = _described(target, stages, workers)
    last = _last_description(target, described.stored)
    comparison = None
    if last is not None:
        comparison = workers.begin(changes_of, Edit(last, described.stored, target))
    generated = _generated(target, described, stages, workers)
    edited: list[Problem] = []

    def report_edited(paths: list[str]) -> None:
        edited.extend(_edited(target, path) for path in paths)
        if target.strict:
            raise OasmithError(edited)
        progress(f"overwriting {len(edited)} files that were edited", 0.0)

    report = None
    if last is not None and comparison is not None:
        with stages("comparing descriptions"):
            report = comparison()
        keep_previous(target.output, last)
    with stages("publishing"):
        changes = publish(
            target.output,
            generated.files,
            waiting,
            description=generated.description,
            edited=report_edited,
        )
    if target.cache:
        remember(target, generated.inputs, generated.problems)
        cache.trim()
    problems = (*edited, *generated.problems)
    inputs = tuple(generated.inputs)
    is_new = last is None and not changes.unchanged and not changes.removed
    client = _new_client(generated) if is_new and "client" in target.products else None
    return Published(
        target, changes, problems, stages.seconds, generated.reused, inputs, report, is_new, client
    )


def _new_client(generated: Generated) -> NewClient:
    from oasmith.products.distribution import dependencies  # of a first run only

    own = (file for file in generated.files if file.path.startswith(f"{generated.package}/"))
    needs = (re.split(r"[<>=]", requirement)[0] for requirement in dependencies(own))
    return NewClient(generated.package, generated.client_name, tuple(needs))


def _last_description(target: Target, described: str) -> str | None:
    """The stored text of the last generation; None if it is the same, or not known."""
    try:
        text = (target.output / STORED).read_text("utf-8")
    except (OSError, ValueError):
        return None
    return None if text == described else text


def check_target(target: Target, progress: Progress) -> Checked:
    """Compare the published tree of one target with the files that would be generated.

    Nothing is written, except to complete or undo the changes of an interrupted run. Raises OasmithError if
    the input is invalid.
    """
    waiting = _waiting(target, progress)
    recover(target.output, waiting)
    generated = build_files(target, progress)
    stages = _Stages(progress, generated.seconds)
    with stages("comparing"):
        drift = compare(target.output, generated.files, waiting, description=generated.description)
    return Checked(target, tuple(drift), generated.problems, stages.seconds, generated.reused)


def build_files(target: Target, progress: Progress, workers: Workers | None = None) -> Generated:
    """Generate the files of a target in memory. Raises OasmithError if the input is invalid.

    Without ``workers``, processes are started for this call.
    """
    with workers or Workers() as own, without_collector():
        stages = _Stages(progress)
        return _generated(target, _described(target, stages, own), stages, own)


@dataclass(frozen=True, slots=True)
class _Described:
    """A sound description: its reading, its Api, and its stored text.

    ``digests`` are those of the files of the description, and of the older one that ``since`` compares it
    with, if there is one; ``templates`` those of templates.
    """

    reading: Reading
    api: Api
    stored: str
    since: Since | None
    digests: Mapping[str, str]
    templates: Mapping[str, str]


def _described(target: Target, stages: _Stages, workers: Workers) -> _Described:
    """Read a description. Raises OasmithError if it is not sound."""
    with stages("reading"):
        templates = templates_of(target)
        if target.templates:
            forget_templates()
        reading = read_target(target)
        before = older(target)
        old = read_target(before, must_match=False) if before else None
        digests = reading.source.digests | (old.source.digests if old else {})
        if target.is_locked and target.lock:
            read_pins(target.lock).require(target.lock, digests)
    with stages("validating"), _reported_nesting(reading):
        if target.lenient:
            reading = sound_part(reading)
            old = sound_part(old) if old else None
        elif old:
            require_sound(old)
        examined = _begin_examination(reading, workers)
    with stages("interpreting"), _reported_nesting(reading):
        try:
            normal = normal_form(reading.document)
            api = build(normal)
        finally:
            # A worker validates a big description meanwhile. What it finds is the cause of any other error.
            found = examined()
    since = None
    if old:
        with stages("comparing descriptions"), _reported_nesting(reading):
            since = _since(upgrade(old.document), upgrade(reading.document), normal, target)
    return _Described(reading, api, found.stored, since, digests, templates)


def _begin_examination(reading: Reading, workers: Workers) -> Callable[[], Examined]:
    """Begin to validate a description; returns a function that waits for the result.

    Either raises OasmithError for a description that is not sound.
    """
    if len(reading.source.text) >= _WORTH_A_WORKER:
        result = workers.begin(examine, reading.document)
        return lambda: _sound(reading, result())
    found = _sound(reading, examine(reading.document))
    return lambda: found


def _sound(reading: Reading, examined: Examined) -> Examined:
    raise_any(by_line(map(reading.source.located, examined.problems), reading.source.path))
    return examined


def _generated(target: Target, described: _Described, stages: _Stages, workers: Workers) -> Generated:
    reading, source = described.reading, described.reading.source
    with _reported_nesting(reading):
        with stages("emitting") as report:
            beyond = [source.located(problem) for problem in limits(described.api)]
            removed = [*reading.removed, *beyond]
            data = _build(described, target, removed, report, workers)
            output = outputs(data, target.products)
            problems = [
                source.located(problem) if problem.pointer else problem for problem in output.problems
            ]
        with stages("formatting") as report:
            files = format_files(map(with_header, output.files), report, workers, data.history)
    files.append(File(STORED, described.stored, is_verbatim=True))
    found = (*reading.repairs, *reading.removed, *beyond, *problems)
    if target.strict and found:
        raise OasmithError(found)
    digests = described.digests
    inputs = {**digests, **described.templates}
    description = {_below(path, target.description): digest for path, digest in digests.items()}
    return Generated(
        target,
        tuple(files),
        found,
        stages.seconds,
        inputs,
        description,
        data.package,
        data.client_name,
        tuple(data.reused),
    )


@contextmanager
def _reported_nesting(reading: Reading) -> Iterator[None]:
    """Raise OasmithError in place of RecursionError."""
    try:
        yield
    except RecursionError:
        raise OasmithError(
            reading.source.problem(
                "has schemas that are nested too deeply through references",
                "Remove some of the levels.",
                "",
            )
        ) from None


def _since(old: Document, new: Document, normal: Document, target: Target) -> Since:
    from oasmith.changes.since import changes_since  # slow to import

    return changes_since(old, new, normal, target)


def _below(path: str, description: Path | str) -> str:
    """The path of a file from the folder of the description, which is the same on every machine; or a URL."""
    if "://" in path:
        return path
    return from_folder(path, description.parent if isinstance(description, Path) else Path())


def _edited(target: Target, path: str) -> Problem:
    if target.strict:
        return Problem(
            "was edited after it was generated; nothing is generated, since the run is strict",
            "Restore the generated file, or generate without strict, which overwrites the edits.",
            str(target.output / path),
        )
    return Problem(
        "was edited after it was generated; it is generated again without the edits",
        "Restore the edits from version control, and make them in a template or in a file of your own.",
        str(target.output / path),
    )


def _waiting(target: Target, progress: Progress) -> Callable[[], None]:
    """A function that reports that another run has to end first."""
    return lambda: progress(f"waiting for another oasmith that is working in {target.output}", 0.0)


def _build(
    described: _Described,
    target: Target,
    limitations: Sequence[Problem],
    report: Callable[[float], None],
    workers: Workers,
) -> Build:
    return Build(
        described.api,
        identifier("", "package", target.package) or default_package(described.api),
        identifier("", "client_name", target.client_name) or default_client_name(described.api),
        (target.templates,) if target.templates else (),
        described.reading.document,
        tuple(limitations),
        report,
        history_of(target),
        workers,
        target.docs == "package",
        target.examples == "all",
        described.since,
    )


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
