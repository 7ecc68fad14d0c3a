"""The verdicts of ``oasmith diff`` beside those of oasdiff, for the pairs of tests/changes.

    python bench/verdicts.py [PATH OF oasdiff] > bench/VERDICTS.md

The schemas of the pairs are compared in further places as well: bodies, parameters and headers. Prints each
difference with its reason, and each check of oasdiff that no pair leads to. Fails if one has no reason.
oasdiff is a Go module: ``go install github.com/oasdiff/oasdiff@v1.37.0``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from changes.pairs import SCHEMAS, Document, body, pairs, parameters, query, responses, text
from oasmith.changes.compare import compare
from oasmith.changes.model import VERDICTS, Report
from oasmith.settings import Target

LEVELS = {3: "breaking", 2: "review", 1: "compatible"}


def _object(schema: Any, **keywords: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"value": schema}} | keywords


def _marked(schema: Any, keyword: str) -> Any:
    return {**schema, keyword: True} if isinstance(schema, dict) else schema


def _sent(schema: Any) -> Document:
    return body(content={"application/json": {"schema": schema}}, required=True)


def _received(schema: Any) -> Document:
    return responses(s200=text(content={"application/json": {"schema": schema}}))


PLACES: Mapping[str, Callable[[Any], Document]] = {
    "request body": _sent,
    "request property": lambda it: _sent(_object(it)),
    "required request property": lambda it: _sent(_object(it, required=["value"])),
    "read-only request property": lambda it: _sent(_object(_marked(it, "readOnly"))),
    "query parameter": lambda it: parameters(query("q", schema=it)),
    "property of a parameter": lambda it: parameters(query("q", schema=_object(it), style="deepObject")),
    "response body": _received,
    "response property": lambda it: _received(_object(it)),
    "required response property": lambda it: _received(_object(it, required=["value"])),
    "write-only response property": lambda it: _received(_object(_marked(it, "writeOnly"))),
    "response header": lambda it: responses(s200=text(headers={"X-A": {"schema": it}})),
}
"""Descriptions with a schema in one place, which is only sent or only received."""


def all_pairs() -> Iterator[tuple[str, Document, Document]]:
    """The pairs of the tests, and their schemas in each place."""
    yield from pairs()
    for name, (old, new) in SCHEMAS.items():
        for place, made in PLACES.items():
            yield f"{place}: {name}", made(old), made(new)
            yield f"{place}: {name}, reversed", made(new), made(old)


NO_CHECK = "oasdiff has no check for it there; it changes what callers send or read."
SET = "Judged by the set of values, also where oasdiff only looks for a change of the keyword."
CONTAINS = "Whether arrays that were valid contain such items cannot be decided."
TEXT = "Validators do not have to look into such strings, so a person has to look."
DEFAULT = "The server does something else where callers send nothing; a person has to look."
REMOVED = "Callers that read or send the property, parameter or header may rely on it, deprecated or not."
CLOSED = "Other values, or none, were allowed for the property, as for any other name."
SUNSET = "Nothing that is sent changes; whether the date is too early is for a person to say."
NAMES = "Names of components are not sent; their classes are in the surface."
ONE_WAY = "A property of the other side only is not part of this side, so nothing changes there."
URL = "Credentials can no longer be got where clients get them."
AS_TEXT = "The value has another type in code, though it may be the same text in a query or header."

REASONS: tuple[tuple[str, str], ...] = (
    (r"(read-only request|write-only response) property: (?!impossible).*", ONE_WAY),
    (r"(new )?(required )?(read|write)-only property( narrower)?", ONE_WAY),
    (r"contains|m(in|ax)Contains( raised)?", CONTAINS),
    (r"content(Encoding|MediaType|Schema)", TEXT),
    (r"(parameter )?default( changed)?", DEFAULT),
    (r"(required )?deprecated (property|parameter|operation)|property|response header|items of a stream"
     r"|object to map|media type without schema|writeOnly", REMOVED),
    (r"property of a (closed object|map)|patternProperties", CLOSED),
    (r"sunset( changed)?|deprecated with sunset", SUNSET),
    (r"reference moved|component renamed|enum as component", NAMES),
    (r"(token|refresh|authorization|OpenID) URL", URL),
    (r"parameter (type|array)|type of a response header in lower case", AS_TEXT),
    (r"(query parameter|property of a parameter|response header)(: | )(type|array|enum).*", AS_TEXT),
    (r"readOnly and required", "The property has to be sent from now on."),
    (r"allOf of annotations|text of a scope|bearer format", "It is only text for people."),
    (r"allOf instead of properties", "The same objects, written in another way."),
    (r"another component.*", "Another schema is described; a person has to look."),
    (r"not changed", "Only the same `not` can be compared; oasdiff compares what is in it as it is."),
    (r"oneOf overlapping", "A value that is valid for two alternatives of `oneOf` is not valid."),
    (r"parameter moved", "Servers do not look for it where it was."),
    (r"media range", "The range still has the media type that was accepted."),
    (r"(success|error) status as (range|default)( with another body)?", "The range or the default response "
     "still describes the status, so that its body is compared."),
    (r"(bytes|bytes of a response|text) without schema", "The same bytes or text, described in another way."),
    (r"responses to a webhook", "APIs usually accept any success; a person has to look."),
    (r"rule of the server", "It has no keywords; whether requests conform to it is for a person to say."),
    (r"success status|second success with default",
     "Callers may take the status for an error, or expect another body."),
    (r"response media type (parameter|with a suffix)", "Code that looks at it does not find what it knows."),
    (r"response media type", "Callers that accept anything may get it."),
    (r"security both", "Who has both credentials has the one that is left."),
    (r"scope of a flow", "Clients that ask for the scope get an error."),
    (r"security scheme unused", "Clients may use it by default for operations without security."),
    (r"webhook body", "It is sent by the API, so it is judged like a response."),
    (r"additionalProperties schema|allOf|array to string|const of enum"
     r"|dependentRequired (changed|as schema)|enum|format wider|impossible|inherited field|items"
     r"|m(in|ax)imum excluded|oneOf (around|instead of anyOf)|pattern for all"
     r"|prefixItems( added)?|type (any|of two|string to integer)", SET),
)  # fmt: skip
"""Why verdicts differ, by regular expressions for the names of pairs, which have the place first."""

UNREACHED: tuple[tuple[str, str], ...] = (
    (r"sunset", "About the process: how far away a sunset has to be, and whether there is one. "
     "`sunset-added`, `sunset-changed` and `sunset-removed` tell what changed."),
    (r"stability", "About `x-stability-level`, an extension of oasdiff."),
    (r"x-extensible-enum", "About `x-extensible-enum`, an extension that says nothing about values."),
    (r"version", "About `info.version`: `oasmith diff` suggests a version instead."),
    (r"api-global-security", "Security of the document is compared for each operation that it applies to, "
     "as in the pairs `security default` and `scope of all operations`."),
    (r"api-removed-with-deprecation", "Removed operations are in the pair `deprecated operation`."),
    (r"default-parameter-to-existing-path", "Parameters of a path belong to each of its operations, as in "
     "the pairs `parameter` and `required parameter`."),
    (r"new-request-path-parameter", "A path with one more parameter is another path, as in the pair `path`."),
    (r"request-header-property|request-header-property|new-required-request-header", "Properties of a "
     "parameter are compared by the code that compares those of bodies, as in `property of a parameter`."),
    (r"discriminator", "Its value says which schema is used, so that changes of it are to be reviewed or "
     "break, as in the pairs `discriminator value` and `discriminator property`; they are compatible there."),
    (r"type-compatible", "A type is compatible if all its values are allowed: `type integer to number`."),
    (r"unevaluated", "Whether values that were valid have such properties or items cannot be decided, as in "
     "the pairs `unevaluatedItems` and `unevaluatedProperties`."),
    (r"wrapped-in-one-of", "A union is judged by its values, as in the pair `oneOf around`."),
    (r"item-schema", "Compared like a schema, as in the pair `items of a stream`."),
    (r"media-type-(name|parameter)-changed", "Another media type is added and one removed, as in "
     "`response media type with a suffix`."),
    (r"became-not-read-only", "The same change has another id in OpenAPI 3.1, which a pair leads to."),
)  # fmt: skip
"""Why no pair leads to a check of oasdiff, by regular expressions for its id."""


class Difference(NamedTuple):
    """A pair with different verdicts, and the reason; empty if there is none."""

    name: str
    ours: str
    theirs: str
    ids: list[str]
    reason: str


def reason_of(name: str, ids: list[str]) -> str:
    """Why the verdicts for a pair differ."""
    if not ids:
        return NO_CHECK
    whole = name.removesuffix(", reversed")
    names = whole, whole.rpartition(": ")[2]
    found = (reason for pattern, reason in REASONS if any(re.fullmatch(pattern, it) for it in names))
    return next(found, "")


def ours(report: Report) -> str:
    verdicts = [it.verdict for it in report.changes if it.side in ("request", "response")]
    return min(verdicts, key=VERDICTS.index) if verdicts else "none"


def theirs(oasdiff: str, old: Any, new: Any) -> tuple[str, list[str]]:
    """The worst verdict of oasdiff, and the ids of its checks."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("old.json", "new.json")]
        for path, document in zip(paths, (old, new), strict=True):
            path.write_text(json.dumps(document), "utf-8")
        command = [oasdiff, "changelog", "--format", "json", *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout or "[]") or []
    found = found.get("changes", []) if isinstance(found, dict) else found
    verdicts = [LEVELS[it["level"]] for it in found]
    return (min(verdicts, key=VERDICTS.index) if verdicts else "none"), sorted({it["id"] for it in found})


def checks(oasdiff: str) -> list[str]:
    """The ids of all checks of oasdiff."""
    command = [oasdiff, "checks", "changelog", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return sorted(check["id"] for check in json.loads(done.stdout))


def main() -> None:
    oasdiff = sys.argv[1] if len(sys.argv) > 1 else "oasdiff"
    target = Target(Path("openapi.yaml"), Path("out"))
    listed = list(all_pairs())
    with ThreadPoolExecutor(2) as threads:
        others = list(threads.map(lambda it: theirs(oasdiff, it[1], it[2]), listed))
    differences, reached = [], set[str]()
    for (name, old, new), (other, ids) in zip(listed, others, strict=True):
        reached |= set(ids)
        verdict = ours(compare(old, new, target))
        if verdict != other:
            differences.append(Difference(name, verdict, other, ids, reason_of(name, ids)))
    left = {it: next((reason for pattern, reason in UNREACHED if re.search(pattern, it)), "")
            for it in checks(oasdiff) if it not in reached}  # fmt: skip
    print_results(len(listed), len(reached), differences, left)
    sys.exit(0 if all(it.reason for it in differences) and all(left.values()) else 1)


def print_results(count: int, reached: int, differences: list[Difference], left: dict[str, str]) -> None:
    """Print the results as Markdown: the differences, and the checks without a pair, by their reasons."""
    print("# Results of bench/verdicts.py\n")
    print(
        f"oasmith and oasdiff 1.37.0 on {count:,} pairs: those of `tests/changes`, forwards and backwards, "
        f"and their schemas in\nbodies, parameters and headers. The pairs lead to {reached} of the "
        f"{reached + len(left)} checks of oasdiff.\n"
        f"{count - len(differences):,} pairs have the same verdict.\n"
    )
    print("## Different verdicts\n")
    for reason in dict.fromkeys(it.reason for it in differences):
        found = [it for it in differences if it.reason == reason]
        print(f"**{reason or 'NO REASON'}** ({len(found)})\n")
        kinds = dict.fromkeys((it.name.rpartition(": ")[2], it.ours, it.theirs) for it in found)
        for name, own, other in kinds:
            print(f"- {name}: {own} here, {other} in oasdiff")
        print()
    print("## Checks that no pair leads to\n")
    for reason in dict.fromkeys(left.values()):
        print(f"**{reason or 'NO REASON'}**\n")
        print(", ".join(f"`{it}`" for it, own in left.items() if own == reason) + "\n")


if __name__ == "__main__":
    main()
