"""What the Java compiler's parser says of files, with or without the packages that they import."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

_PARSER = """
import com.sun.source.util.JavacTask;
import java.nio.file.Path;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

public class Parser {
    public static void main(String[] paths) throws Exception {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var manager = compiler.getStandardFileManager(null, null, null);
        var found = new DiagnosticCollector<JavaFileObject>();
        for (String path : paths) {
            var files = manager.getJavaFileObjects(Path.of(path));
            ((JavacTask) compiler.getTask(null, manager, found, null, null, files)).parse();
        }
        found.getDiagnostics().forEach(System.out::println);
    }
}
"""


def parse_java(files: Iterable[Path], folder: Path) -> None:
    """Assert that each file is Java by its syntax; the test is skipped where there is no compiler."""
    if shutil.which("javac") is None:
        pytest.skip("javac is not installed")
    parser = folder / "Parser.java"
    parser.write_text(_PARSER, "utf-8")
    command = ["java", str(parser), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
