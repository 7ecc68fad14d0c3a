"""Reports of changes: text for people, Markdown for pull requests and changelogs, and JSON."""

from oasmith.changes.report.changelog import with_report
from oasmith.changes.report.markdown import markdown
from oasmith.changes.report.text import print_report, print_summary

__all__ = ["markdown", "print_report", "print_summary", "with_report"]
