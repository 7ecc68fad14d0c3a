"""The help of a command: short, in groups, and the same in every terminal."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

RUN = "Output of the command"
"""The group of options without one, such as ``--help``."""


class GroupedCommand(TyperCommand):
    """A command whose help shows the options below the headings of their groups."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then the options of each group in the order in which groups first occur."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                if param.param_type_name == "argument":
                    name, record = "Arguments", (record[0].partition(" <")[0], record[1])  # without its type
                else:
                    name = getattr(param, "rich_help_panel", None) or RUN
                groups.setdefault(name, []).append(record)
        for name, records in groups.items():
            with formatter.section(name):
                formatter.write_dl(records, col_max=28)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; a second path suggests the option that takes it."""
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter:
            raise
        except Exception as error:  # the class of usage errors is not public
            usage: Any = error
            message = getattr(usage, "message", "")
            extra = re.fullmatch(r"Got unexpected extra argument(?:\(s\))? \((\S+)\)", message)
            if extra and any("-o" in param.opts for param in self.params):
                usage.message = f"{message}\nDid you mean -o {extra[1]}?"
            raise


class Commands(TyperGroup):
    """The application; its help lists the commands in the order in which they are registered."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        return list(self.commands)
