"""Request examples: sample requests in every language that has a folder of templates.

Requests that are made, since the description gives no example, are in the reference; they have files only if
the settings ask for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oasmith.errors import Problem
from oasmith.products.build import Build
from oasmith.products.calls import Call
from oasmith.products.client import client_files
from oasmith.products.client.models.check import Models, loaded_models
from oasmith.products.examples.language import LanguageFolder, language_folders
from oasmith.products.examples.sample import Sample, sample_of
from oasmith.products.file import File
from oasmith.products.product import Output
from oasmith.products.templating import render
from oasmith.quoting import Code, InexpressibleError, json_text


@dataclass(frozen=True, slots=True)
class CodeFile:
    """A sample request in one language, before it is formatted; ``name`` is the name of the file."""

    language: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Samples:
    """Sample requests with their files, and what was reported when they were written."""

    written: list[tuple[Call, list[CodeFile]]]
    problems: list[Problem]


def generate(build: Build) -> Output:
    """``examples/<operation>/<example>/``: the request in each language, and its JSON bodies."""
    output = Output([], [*build.contract_problems, *build.call_problems])
    for samples in map(build.once, [given_samples, made_samples] if build.all_examples else [given_samples]):
        output.problems.extend(samples.problems)
        for call, files in samples.written:
            folder = f"examples/{call.operation.path_name}/{call.name}"
            output.files.extend(File(f"{folder}/{name}", f"{text}\n") for name, text in _json_files(call))
            output.files.extend(File(f"{folder}/{file.name}", file.text) for file in files)
    return output


def given_samples(build: Build) -> Samples:
    """The sample requests with values of the description."""
    return _checked_samples(build, [call for call in build.calls if not call.is_made])


def made_samples(build: Build) -> Samples:
    """The sample requests with values that are made of schemas."""
    return _checked_samples(build, [call for call in build.calls if call.is_made])


def _checked_samples(build: Build, calls: list[Call]) -> Samples:
    """The samples of requests, whose bodies are built with the models before they are written."""
    if not calls:
        return Samples([], [])
    with loaded_models(build.once(client_files), build.package, build.contract) as models:
        return samples_of(build, calls, models)


def samples_of(build: Build, calls: Iterable[Call], models: Models | None) -> Samples:
    """The samples of requests; without ``models`` their bodies are not built before they are written."""
    languages = language_folders(build.templates)
    problems: list[Problem] = []
    written = []
    for call in calls:
        sample = sample_of(build, call, models, problems)
        written.append((call, [file for language in languages for file in _files(language, sample)]))
    return Samples(written, problems)


def _json_files(call: Call) -> Iterator[tuple[str, Code]]:
    """The bodies of the request and of its response, where they are JSON and the description has them."""
    if call.kind == "json":
        yield "request.json", json_text(call.body)
    if call.response:
        yield "response.json", json_text(call.response.value)


def _files(folder: LanguageFolder, sample: Sample) -> Iterator[CodeFile]:
    """A sample in a language; what the language cannot express is reported and skipped."""
    try:
        values = folder.language.values(sample)
    except InexpressibleError as reason:
        sample.report(f"cannot be written in {folder.name}: {reason}", _OTHER_LANGUAGE)
        return
    for template in folder.templates:
        name = template.rpartition("/")[2].removesuffix(".jinja")
        try:
            text = render(folder.environment, template, sample, **values)
        except InexpressibleError as reason:
            sample.report(f"cannot be written in {name}: {reason}", _OTHER_LANGUAGE)
        else:
            yield CodeFile(folder.name, name, text)


_OTHER_LANGUAGE = "Use one of the other languages; this file was not written."
