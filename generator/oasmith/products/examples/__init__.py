"""Request examples: every sample request in every language that has a folder of templates."""

from __future__ import annotations

from collections.abc import Iterator

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


def generate(build: Build) -> Output:
    """``examples/<operation>/<example>/``: the request in each language, and its JSON bodies."""
    with loaded_models(build.once(client_files), build.package, build.contract) as models:
        return examples(build, models)


def examples(build: Build, models: Models | None) -> Output:
    """The examples; without ``models`` their bodies are not built before they are written."""
    languages = language_folders(build.templates)
    output = Output([], [*build.contract_problems, *build.call_problems])
    for call in build.calls:
        folder = f"examples/{call.operation.path_name}/{call.name}"
        output.files.extend(File(f"{folder}/{name}", f"{text}\n") for name, text in _json_files(call))
        sample = sample_of(build, call, models, output.problems)
        for language in languages:
            output.files.extend(_files(language, sample, folder))
    return output


def _json_files(call: Call) -> Iterator[tuple[str, Code]]:
    """The bodies of the request and of its response, where they are JSON and the description has them."""
    if call.kind == "json":
        yield "request.json", json_text(call.body)
    if call.response:
        yield "response.json", json_text(call.response.value)


def _files(folder: LanguageFolder, sample: Sample, target: str) -> Iterator[File]:
    """A sample in a language; what the language cannot express is reported and skipped."""
    try:
        values = folder.language.values(sample)
    except InexpressibleError as reason:
        sample.report(f"cannot be written in {folder.name}: {reason}", _OTHER_LANGUAGE)
        return
    for template in folder.templates:
        name = template.rpartition("/")[2].removesuffix(".jinja")
        try:
            yield File(f"{target}/{name}", render(folder.environment, template, sample, **values))
        except InexpressibleError as reason:
            sample.report(f"cannot be written in {name}: {reason}", _OTHER_LANGUAGE)


_OTHER_LANGUAGE = "Use one of the other languages; this file was not written."
