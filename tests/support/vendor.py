"""The vendor's packages for Java and Go, from the caches of Maven and Go, or fetched if that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

JAVA_PACKAGE = "com.huaweicloud.sdk:huaweicloud-sdk-elb"
JAVA_VERSION = "3.1.139"
GO_PACKAGE = "github.com/huaweicloud/huaweicloud-sdk-go-v3"
GO_VERSION = "v0.1.207"

MAY_FETCH = os.environ.get("OASMITH_FETCH") == "1"

_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>oasmith</groupId>
  <artifactId>samples</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>{group}</groupId>
      <artifactId>{artifact}</artifactId>
      <version>{version}</version>
    </dependency>
  </dependencies>
</project>
"""


def java_classpath(folder: Path) -> str:
    """Where the Java package and all that it needs are; the test is skipped where they are not."""
    needs("mvn", "java", "javap")
    group, artifact = JAVA_PACKAGE.split(":")
    pom = folder / "pom.xml"
    pom.write_text(_POM.format(group=group, artifact=artifact, version=JAVA_VERSION), "utf-8")
    output = folder / "classpath"
    command = ["mvn", "-q", "-B", "-f", str(pom), "dependency:build-classpath", f"-Dmdep.outputFile={output}"]
    done = run(command if MAY_FETCH else [*command, "-o"], {})
    if not output.is_file():
        skip_uncached(f"{JAVA_PACKAGE} {JAVA_VERSION}", "Maven's local repository", done.stdout)
    return output.read_text("utf-8").strip()


@dataclass(frozen=True, slots=True)
class GoModule:
    """A module that requires the Go package: its folder, and the environment to build it in."""

    folder: Path
    environment: dict[str, str]

    def package_folder(self) -> Path:
        """Where the vendor's package is."""
        done = run(["go", "list", "-m", "-f", "{{.Dir}}", GO_PACKAGE], self.environment, self.folder)
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.strip())


def go_module(folder: Path) -> GoModule:
    """A module that the samples can be built in; the test is skipped where the package is not cached."""
    needs("go", "gofmt")
    (folder / "go.mod").write_text(
        f"module samples\n\ngo 1.21\n\nrequire {GO_PACKAGE} {GO_VERSION}\n", "utf-8"
    )
    environment = {"GOFLAGS": "-mod=mod", "GO111MODULE": "on"}
    if not MAY_FETCH:
        environment |= {"GOPROXY": "off", "GOSUMDB": "off"}
    module = GoModule(folder, environment)
    done = run(["go", "list", f"{GO_PACKAGE}/services/elb/v3", "fmt"], environment, folder)
    if done.returncode != 0:
        skip_uncached(f"{GO_PACKAGE} {GO_VERSION}", "Go's module cache", done.stderr)
    return module


def run(
    command: list[str], environment: dict[str, str], folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, ten minutes at the most."""
    return subprocess.run(
        command,
        env=os.environ | environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def needs(*tools: str) -> None:
    """Skip the test where a tool is not installed."""
    for tool in tools:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")


def skip_uncached(package: str, place: str, told: str) -> None:
    """Skip the test for a package that is not cached; fail it if the package may be fetched."""
    if MAY_FETCH:
        pytest.fail(f"{package} could not be fetched: {told}")
    pytest.skip(f"{package} is not in {place}; OASMITH_FETCH=1 lets it be fetched")
