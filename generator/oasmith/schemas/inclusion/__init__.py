"""Whether each value that is valid for one schema is valid for another one, and if not, why."""

from oasmith.schemas.inclusion.compare import Inclusion
from oasmith.schemas.inclusion.gaps import Gap, Gaps
from oasmith.schemas.inclusion.pairs import Pair, pairs
from oasmith.schemas.inclusion.parts import ALL_TYPES, Described, Part, property_path, untouched

__all__ = [
    "ALL_TYPES", "Described", "Gap", "Gaps", "Inclusion", "Pair", "Part", "pairs", "property_path",
    "untouched",
]  # fmt: skip
