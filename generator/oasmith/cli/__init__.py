"""The command line: arguments in, one call of the Python API, its result out. One module per command."""

from __future__ import annotations


def main() -> None:
    """Run the command line; exits 0 on success, 1 on drift, 2 on bad input."""
    from oasmith.cli.app import app  # slow to import

    app(prog_name="oasmith")
