"""The verdicts of ``oasmith diff`` beside those of oasdiff, for the pairs of tests/changes.

    python bench/verdicts.py [PATH OF oasdiff]

Prints each pair with different verdicts and the reason; fails if a difference has none. oasdiff is a Go
module: ``go install github.com/oasdiff/oasdiff@v1.37.0``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from changes.pairs import pairs
from oasmith.changes.compare import compare
from oasmith.changes.model import VERDICTS, Report
from oasmith.settings import Target

LEVELS = {3: "breaking", 2: "review", 1: "compatible"}
NO_CHECK = "oasdiff has no check for it; it changes what callers send or read."
SET = "Judged by the set of values, also where oasdiff only looks for a change of the keyword."
DEFAULT = "The server does something else where callers send nothing; a person has to look."
REASONS: dict[str, str] = {
    "schema: items of any type": NO_CHECK,
    "schema: contains": "Whether arrays that were valid contain such an item cannot be decided.",
    "schema: property of a closed object": "The object refuses, or refused, any other property.",
    "schema: property of a map": "Other values were described for the property, as for any other name.",
    "schema: additionalProperties": NO_CHECK,
    "schema: patternProperties": "Nobody is taken to send properties that a description does not mention.",
    "schema: unevaluatedProperties": NO_CHECK,
    "schema: writeOnly": "The property is no longer in responses; a person has to look.",
    "schema: readOnly and required": "The property has to be sent from now on.",
    "schema: default": DEFAULT,
    "schema: xml": NO_CHECK,
    "schema: allOf instead of properties": "The same objects, written in another way.",
    "schema: not": "Only the same `not` can be compared; oasdiff has no check, or a wrong one.",
    "schema: contentEncoding": "Validators do not have to check encodings, so a person has to look.",
    "reference moved": "Components without uses are not sent; their classes are in the surface.",
    "component renamed": "Names of components are not sent; their classes are in the surface.",
    "deprecated operation": "It breaks who still calls it, however long that was announced.",
    "sunset": "Nothing that is sent changes; whether the date is too early is for a person to say.",
    "path parameter name": "Nothing that is sent changes; the surface has the new name of the argument.",
    "parameter moved": "Servers do not look for it where it was.",
    "parameter default": DEFAULT,
    "parameter type": "Its values have another type in code, though they may be the same text.",
    "parameter array": "Its values have another type in code, though one value may be the same text.",
    "parameter style": NO_CHECK,
    "parameter explode": NO_CHECK,
    "parameter reserved": NO_CHECK,
    "parameter empty": NO_CHECK,
    "parameter content": NO_CHECK,
    "media range": "The range still has the media type that was accepted.",
    "encoding": NO_CHECK,
    "success status": "Callers may take the status for an error, or expect another body.",
    "response media type": "Callers that accept anything may get it.",
    "response header required": NO_CHECK,
    "response header type": SET,
    "response header": "Callers that read the header no longer find it.",
    "link": NO_CHECK,
    "security both": "Who has both credentials has the one that is left.",
    "token URL": "Tokens can no longer be fetched where clients fetch them.",
    "scope of a flow": "Clients that ask for the scope get an error.",
    "flow": NO_CHECK,
    "security scheme unused": "Clients may use it by default for operations without security.",
    "server": NO_CHECK,
    "webhook body": "It is sent by the API, so it is judged like a response.",
    "callback": NO_CHECK,
}
"""Why verdicts differ, by the beginning of the names of pairs."""


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


def main() -> None:
    oasdiff = sys.argv[1] if len(sys.argv) > 1 else "oasdiff"
    target = Target(Path("openapi.yaml"), Path("out"))
    same = unexplained = 0
    for name, old, new in pairs():
        verdict, (other, ids) = ours(compare(old, new, target)), theirs(oasdiff, old, new)
        if verdict == other:
            same += 1
            continue
        reason = next((it for key, it in REASONS.items() if name.startswith(key)), "")
        unexplained += not reason
        print(f"{name}: {verdict} here, {other} in oasdiff ({', '.join(ids) or 'no check'})\n    {reason}")
    print(f"{same} pairs have the same verdict")
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
