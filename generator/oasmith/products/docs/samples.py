"""The sample requests of operations, in all languages."""

from __future__ import annotations

from collections import Counter

from oasmith.products.build import Build
from oasmith.products.calls import Call
from oasmith.products.docs.model import CodeSample, Sample
from oasmith.products.examples import CodeFile, given_samples, made_samples
from oasmith.products.file import File
from oasmith.publishing.formatting import format_files

_NAMES = {"go": "Go", "http": "HTTP", "httpie": "HTTPie", "java": "Java", "javascript": "JavaScript"}
_NAMES |= {"python": "Python"}
"""The names of languages that differ from those of their folders."""


_FEW = ("python", "curl")
"""The languages of other requests than given bodies in the reference of a large API, half of which all
would be."""


def samples(build: Build, is_large: bool) -> dict[str, tuple[Sample, ...]]:
    """The sample requests by the ``id`` of their operation; Python comes first."""
    written = [
        (call, [file for file in files if file.language in _FEW] if is_large and _is_plain(call) else files)
        for part in (given_samples, made_samples)
        for call, files in build.once(part).written
    ]
    files = [
        File(f"{index}/{file.name}", file.text) for index, (_, files) in enumerate(written) for file in files
    ]
    texts = {file.path: file.text for file in format_files(files)}
    found: dict[str, list[Sample]] = {}
    for index, (call, codes) in enumerate(written):
        of_language = Counter(code.language for code in codes)
        labelled = tuple(
            CodeSample(
                _label(code, of_language[code.language] > 1),
                code.name,
                texts[f"{index}/{code.name}"].strip("\n"),
            )
            for code in sorted(codes, key=_order)
        )
        body = call.body if call.kind == "json" and _is_preferred(call) else None
        sample = Sample(call.name, _summary(call), call.is_made, labelled, body)
        found.setdefault(call.operation.id, []).append(sample)
    return {key: tuple(each) for key, each in found.items()}


def _is_plain(call: Call) -> bool:
    return call.is_made or call.content is None


def _order(code: CodeFile) -> tuple[bool, str, bool, str]:
    """Python before the other languages, and its sync client before the async one."""
    return code.language != "python", code.language, code.name.startswith("async"), code.name


def _label(code: CodeFile, is_one_of_several: bool) -> str:
    name = _NAMES.get(code.language, code.language)
    return f"{name} {code.name.rpartition('.')[0]}" if is_one_of_several else name


def _is_preferred(call: Call) -> bool:
    """Whether the body has the media type that the client sends by default."""
    return call.content in call.operation.request_contents[:1]


def _summary(call: Call) -> str:
    examples = call.content.examples if call.content else ()
    return next((example.summary for example in examples if example.name == call.name), "")
