"""Java: a program with ``java.net.http``."""

from oasmith.products.examples.language import Language
from oasmith.quoting.java import java_block, java_comment, java_literal

LANGUAGE = Language(
    java_literal,
    {"quoted": lambda name: java_literal(str(name)), "escaped": java_comment, "block": java_block},
)
