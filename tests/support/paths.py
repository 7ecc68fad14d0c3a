"""Where things are in a checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "elb-v3.yaml"
GENERATED = ROOT / "generated"
EXAMPLES = GENERATED / "examples"
CORPUS = ROOT.parent / "shared" / "corpus"
FRAMEWORKS = ROOT.parent / "shared" / "frameworks"
CASES = ROOT.parent / "shared" / "cases"
