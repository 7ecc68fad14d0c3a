"""``oasmith diff`` and ``oasmith changelog``, and what ``generate`` says of the changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from oasmith.changes.report.changelog import BEGIN, END, with_report

OLD = """
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      description: Lists pets.
      parameters: [{name: limit, in: query, schema: {type: integer, maximum: 100}}]
      responses:
        '200': {description: Pets, content: {application/json: {schema: {$ref: 'parts.yaml#/Pets'}}}}
"""
SETTINGS = '[tool.oasmith]\ndescription = "openapi.yaml"\noutput = "out"\nproducts = ["client"]\n'
PARTS = "Pets: {type: array, items: {type: object, properties: {name: {type: string}}}}\n"
NARROWER = OLD.replace("maximum: 100", "maximum: 50")
REWORDED = OLD.replace("Lists pets.", "Lists all pets.")
WIDER = OLD.replace("maximum: 100", "maximum: 200")
RULED = OLD.replace("type: integer, maximum: 100", "type: integer, maximum: 100, not: {const: 13}")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in (
        ("openapi.yaml", OLD), ("parts.yaml", PARTS), ("narrower.yaml", NARROWER), ("wider.yaml", WIDER),
        ("reworded.yaml", REWORDED), ("ruled.yaml", RULED),
        ("pyproject.toml", SETTINGS),
    ):  # fmt: skip
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "oasmith", *arguments]
    environment = os.environ | {"OASMITH_CACHE_DIR": str(folder / "cache"), "COLUMNS": "110"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize(
    ("new", "fail_on", "code"),
    [
        ("narrower.yaml", "breaking", 1), ("ruled.yaml", "breaking", 0), ("ruled.yaml", "review", 1),
        ("wider.yaml", "review", 0), ("wider.yaml", "any", 1), ("reworded.yaml", "any", 0),
    ],
)  # fmt: skip
def test_the_command_fails_on_changes_of_a_verdict_or_worse(
    project: Path, new: str, fail_on: str, code: int
) -> None:
    assert run(project, "diff", "openapi.yaml", new, "--fail-on", fail_on).returncode == code


def test_the_report_is_text_markdown_or_json(project: Path) -> None:
    text = run(project, "diff", "openapi.yaml", "narrower.yaml").stdout
    assert "1 change: 1 breaking" in text
    assert "request-parameter-maximum-decreased at /paths/~1pets/get/parameters/0/schema" in text
    markdown = run(project, "diff", "openapi.yaml", "narrower.yaml", "--markdown").stdout
    assert "### Breaking changes (1)" in markdown
    data = json.loads(run(project, "diff", "openapi.yaml", "narrower.yaml", "--json").stdout)
    assert data == {
        "changes": [
            {
                "id": "request-parameter-maximum-decreased",
                "pointer": "/paths/~1pets/get/parameters/0/schema",
                "side": "request",
                "verdict": "breaking",
                "message": "The maximum of the query parameter `limit` of `GET /pets` decreased "
                "from `100` to `50`",
                "uses": [],
            }
        ],
        "semver": {"description": "major", "surface": "none"},
    }


def test_reworded_texts_are_listed_only_if_wanted(project: Path) -> None:
    assert run(project, "diff", "openapi.yaml", "reworded.yaml").stdout.strip() == "No changes"
    data = json.loads(run(project, "diff", "openapi.yaml", "reworded.yaml", "--docs", "--json").stdout)
    assert [change["id"] for change in data["changes"]] == ["description-changed"]
    assert data["semver"] == {"description": "patch", "surface": "patch"}


def test_a_summary_fits_a_screen_and_all_can_be_listed(project: Path) -> None:
    paths = "".join(
        f"  /p{index}: {{get: {{responses: {{'200': {{description: ok}}}}}}}}\n" for index in range(40)
    )
    (project / "many.yaml").write_text(OLD + paths, "utf-8")
    summary = run(project, "diff", "many.yaml", "openapi.yaml").stdout
    assert len(summary.splitlines()) <= 40
    assert "/p1`" not in summary
    assert "`GET /p0` was removed" in summary
    assert "and 39 more like it" in summary
    assert "(--all lists each of them)" in summary
    everything = run(project, "diff", "many.yaml", "openapi.yaml", "--all").stdout
    assert all(f"`GET /p{index}` was removed" in everything for index in range(40))


def test_a_summary_lists_each_break_of_the_users_code(project: Path) -> None:
    paths = "".join(
        f"  /p{index}: {{get: {{operationId: get_p{index}, responses: {{'200': {{description: ok}}}}}}}}\n"
        for index in range(12)
    )
    calls = "".join(f"    client.get_p{index}()\n" for index in range(9))
    (project / "many.yaml").write_text(OLD + paths, "utf-8")
    (project / "program.py").write_text(
        f"from pets_client import PetsClient\n\ndef use(client: PetsClient) -> None:\n{calls}", "utf-8"
    )
    summary = run(project, "diff", "many.yaml", "openapi.yaml", "--uses", "program.py").stdout
    assert [f"program.py:{line}" in summary for line in range(4, 14)] == [True] * 9 + [False]


def test_each_line_that_a_change_affects_is_listed_and_first(project: Path) -> None:
    (project / "program.py").write_text(
        "from pets_client import PetsClient\n\ndef use(client: PetsClient) -> None:\n"
        + "    client.list_pets(limit=3)\n" * 14,
        "utf-8",
    )
    paths = "".join(
        f"  /p{index}: {{get: {{responses: {{'200': {{description: ok}}}}}}}}\n" for index in range(4)
    )
    (project / "many.yaml").write_text(OLD + paths, "utf-8")
    for new, heading in ((NARROWER, "Breaking changes"), (RULED, "Changes to review")):
        (project / "new.yaml").write_text(new, "utf-8")
        for more in ([], ["--all"]):
            text = run(project, "diff", "many.yaml", "new.yaml", "--uses", "program.py", *more).stdout
            lines = text.partition(heading)[2].splitlines()
            assert "`limit`" in lines[1]
            assert [line.strip() for line in lines[3:17]] == [f"program.py:{line}" for line in range(4, 18)]


def test_the_lines_of_one_change_say_its_side_and_why_it_breaks(project: Path) -> None:
    assert run(project, "generate").returncode == 0
    (project / "openapi.yaml").write_text(OLD.replace("parts.yaml#/Pets", "#/components/schemas/P") + """
    post:
      operationId: addPet
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/P'}}}}
      responses:
        '200': {description: Pet, content: {application/json: {schema: {$ref: '#/components/schemas/P'}}}}
components: {schemas: {P: {type: object, properties: {name: {type: string, maxLength: 50}}}}}
""", "utf-8")  # fmt: skip
    assert run(project, "generate").returncode == 0
    text = (project / "openapi.yaml").read_text("utf-8")
    (project / "openapi.yaml").write_text(text.replace("maxLength: 50", "maxLength: 60"), "utf-8")
    lines = [line.strip() for line in run(project, "generate").stdout.splitlines() if "aximum length" in line]
    sentence = "The maximum length of `P.name` increased from `50` to `60`"
    assert lines == [
        f"breaking response: {sentence} (clients may receive longer values)",
        f"compatible request: {sentence}",
    ]


def test_generations_are_compared_by_themselves(project: Path) -> None:
    assert run(project, "generate").returncode == 0
    assert run(project, "diff").stdout.strip() == "No changes"
    (project / "openapi.yaml").write_text(NARROWER, "utf-8")
    assert "decreased from `100` to `50`" in run(project, "diff", "--fail-on", "breaking").stdout
    summary = run(project, "generate").stdout.splitlines()
    assert summary[-3:] == [
        "1 change: 1 breaking in the description and the client",
        "  breaking request: The maximum of the query parameter `limit` of `GET /pets` decreased from `100` "
        "to `50` (requests that were valid may be refused)",
        "  all of them: oasmith diff --last",
    ]
    assert run(project, "diff").stdout.strip() == "No changes"
    assert "decreased from `100` to `50`" in run(project, "diff", "--last").stdout
    assert "decreased from `100` to `50`" in run(project, "diff", "wider.yaml", "-o", "out").stdout.replace(
        "increased from `50` to `200`", "decreased from `100` to `50`"
    )
    assert len(run(project, "generate").stdout.splitlines()) == 1


def test_a_revision_is_compared_with_the_files_beside_it(project: Path) -> None:
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-C", str(project)]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *arguments], check=True)
    (project / "parts.yaml").write_text(
        PARTS.replace("name: {type: string}", "name: {type: integer}"), "utf-8"
    )
    for arguments in (["diff", "--against", "HEAD"], ["diff", "openapi.yaml", "--against", "HEAD"]):
        assert "changed its type from `string` to `integer`" in run(project, *arguments).stdout
    wrong = run(project, "diff", "--against", "nothing")
    assert wrong.returncode == 2
    assert "git failed" in wrong.stderr
    assert "there is no revision nothing" in wrong.stderr


def test_a_description_that_was_renamed_since_a_revision_is_found_in_it(project: Path) -> None:
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-C", str(project)]
    (project / "later").mkdir()
    for arguments in (
        ["init", "-q"], ["add", "."], ["commit", "-qm", "first"],
        ["mv", "openapi.yaml", "parts.yaml", "later/"], ["commit", "-qm", "second"],
    ):  # fmt: skip
        subprocess.run([*git, *arguments], check=True)
    done = run(project, "diff", "later/openapi.yaml", "--against", "HEAD~1")
    assert (done.stdout, done.returncode) == ("No changes\n", 0)
    (project / "later" / "other.yaml").write_text((project / "wider.yaml").read_text("utf-8"), "utf-8")
    assert (
        "does not exist in the revision"
        in run(project, "diff", "later/other.yaml", "--against", "HEAD").stderr
    )


def test_a_revision_has_its_own_overlays(project: Path) -> None:
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-C", str(project)]
    overlay = (
        "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n- {target: $.info, update: {title: A}}\n"
    )
    settings = (project / "pyproject.toml").read_text("utf-8")
    (project / "pyproject.toml").write_text(f'{settings}\noverlays = ["more/o.yaml"]\n', "utf-8")
    (project / "more").mkdir()
    (project / "more" / "o.yaml").write_text(overlay, "utf-8")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *arguments], check=True)
    assert run(project, "diff", "--against", "HEAD").stdout == "No changes\n"
    (project / "more" / "o.yaml").write_text(overlay.replace("title: A", "title: B"), "utf-8")
    assert "The package is now called b_client" in run(project, "diff", "--against", "HEAD").stdout


def test_a_description_outside_of_the_repository_has_no_revisions(project: Path) -> None:
    inner = project / "inner"
    inner.mkdir()
    subprocess.run(["git", "-C", str(inner), "init", "-q"], check=True)
    (inner / "link.yaml").symlink_to(project / "openapi.yaml")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-C", str(inner)]
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "first"], check=True)
    done = run(project, "diff", "inner/link.yaml", "--against", "HEAD")
    assert done.returncode == 2
    assert "is outside the git repository" in done.stderr


def test_a_folder_without_git_has_no_revisions(project: Path) -> None:
    done = run(project, "diff", "openapi.yaml", "--against", "HEAD")
    assert done.returncode == 2
    assert "not a git repository" in done.stderr
    assert "Pass two descriptions." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["openapi.yaml"], "there is only one description"),
        (["openapi.yaml", "wider.yaml", "--against", "HEAD"], "there are two old descriptions"),
        (["openapi.yaml", "-o", "nowhere"], "has no stored description"),
        (["--last", "-o", "nowhere"], "is not in the cache"),
        (["missing.yaml", "wider.yaml"], "there is no such file"),
        (["openapi.yaml", "wider.yaml", "--json", "--markdown"], "exclude each other"),
    ],
)
def test_arguments_that_do_not_fit_are_errors(project: Path, arguments: list[str], message: str) -> None:
    done = run(project, "diff", *arguments)
    assert done.returncode == 2
    assert message in done.stderr + done.stdout


def test_the_changelog_gets_the_report_below_its_heading(project: Path) -> None:
    path = project / "CHANGELOG.md"
    path.write_text("# Changelog\n\n## Unreleased\n\n- By hand.\n\n## 1.0\n\n- First.\n", "utf-8")
    for new in ("wider.yaml", "narrower.yaml", "narrower.yaml"):
        assert run(project, "changelog", "openapi.yaml", new).returncode == 0
    text = path.read_text("utf-8")
    assert text.count("Breaking changes (1)") == 1
    assert text.index("## Unreleased") < text.index("decreased from `100`") < text.index("By hand.")
    assert text.endswith("## 1.0\n\n- First.\n")
    assert "increased" not in text


def test_a_changelog_without_the_heading_gets_it_before_the_others() -> None:
    assert with_report("", "Unreleased", "R\n") == f"# Changelog\n\n## Unreleased\n\n{BEGIN}\nR\n{END}\n"
    text = with_report("# Log\n\nWords.\n\n## 1.0\n\nOld.\n", "2.0", "R\n")
    assert text == f"# Log\n\nWords.\n\n## 2.0\n\n{BEGIN}\nR\n{END}\n\n## 1.0\n\nOld.\n"
    assert with_report(text, "2.0", "S\n") == text.replace("\nR\n", "\nS\n")
    assert with_report("## [2.0] - 2026-01-01\n\nOld.\n", "2.0", "R\n").startswith(
        "## [2.0] - 2026-01-01\n\n<!--"
    )


def test_the_ends_of_the_lines_of_a_changelog_stay_as_they_are(project: Path) -> None:
    path = project / "CHANGELOG.md"
    path.write_bytes(b"# Changelog\r\n\r\n## Unreleased\r\n\r\n- One\x0cpage.\r\n")
    for _ in range(2):
        assert run(project, "changelog", "openapi.yaml", "wider.yaml").returncode == 0
        text = path.read_bytes()
        assert text.count(b"\n") == text.count(b"\r\n") > 8
        assert text.count(b"changelog: begin") == 1
        assert text.endswith(b"\r\n\r\n- One\x0cpage.\r\n")


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_a_heading_in_a_block_of_code_is_none(fence: str) -> None:
    text = f"# Log\n\n{fence}\n## 2.0\n{fence}\n\n## 1.0\n\nOld.\n"
    expected = f"# Log\n\n{fence}\n## 2.0\n{fence}\n\n## 2.0\n\n{BEGIN}\nR\n{END}\n\n## 1.0\n\nOld.\n"
    assert with_report(text, "2.0", "R\n") == expected
