"""References: a description of several files becomes one document whose references lead to its components."""

from oasmith.reading.references.bundling import DANGLING, Bundle, bundle
from oasmith.reading.references.source import BundledSource

__all__ = ["DANGLING", "Bundle", "BundledSource", "bundle"]
